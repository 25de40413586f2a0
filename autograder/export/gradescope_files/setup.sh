#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
export DEBIAN_FRONTEND=noninteractive

apt-get update
# Without bubblewrap, or where the container forbids it, grading uses Landlock; without either it refuses.
apt-get install -y --no-install-recommends bubblewrap || echo "bubblewrap cannot be installed here"

python=
for version in 3.13 3.12 3.11; do
    if apt-get install -y --no-install-recommends "python$version" "python$version-venv"; then
        python="python$version"
        break
    fi
done
if [ -z "$python" ]; then
    echo "this image offers no Python 3.11 or newer: choose Ubuntu 22.04 or newer as base image" >&2
    exit 1
fi
"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --no-cache-dir -r "$root/source/requirements.txt"

# The list of fonts takes seconds to make: once is enough, and the sandbox may read it here.
MPLCONFIGDIR="$root/matplotlib" "$root/venv/bin/python" -c "import matplotlib.font_manager"

# Cases are drawn from a seed that is in no file you upload: all submissions to this image meet the same cases.
(umask 077 && "$root/venv/bin/python" -c "import secrets; print(secrets.token_hex(16))" >"$root/grading_seed.txt")
