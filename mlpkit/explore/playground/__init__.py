"""The playground: choose data, features, layers and optimiser, and watch every unit while the network learns."""
