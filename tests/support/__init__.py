"""What several tests share: sample classes, servers, peers, other accounts."""
