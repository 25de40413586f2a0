"""What readers predict before a cell shows it, in lectures 00 to 06. Worth no points; that cell ends with `reveal`."""

import numpy as np

from autograder.checking.exercise import exercise
from autograder.checking.kinds.prediction import prediction

exercise(
    "broadcast_prediction",
    lecture="00",
    points=0,
    topics="",
    task=prediction("How many of the seven pairs in the next cell fit together?", near=0.01, possible=range(8)),
)
exercise(
    "threes_prediction",
    lecture="01",
    points=0,
    topics="",
    task=prediction("What fraction of the validation pictures will it get right?", near=0.05, possible=(0, 1)),
)
exercise(
    "switches_prediction",
    lecture="01",
    points=0,
    topics="",
    task=prediction("What fraction of all functions of four switches can one unit compute?", near=0.5, possible=(0, 1)),
)
exercise(
    "networks_prediction",
    lecture="01",
    points=0,
    topics="",
    task=prediction("How many networks with one hidden layer have 26 parameters?", possible=(0, np.inf)),
)
exercise(
    "saturation_prediction",
    lecture="02",
    points=0,
    topics="",
    task=prediction("At a standard deviation of 3, what fraction of tanh units is saturated?", possible=(0, 1)),
)
exercise(
    "softsign_prediction",
    lecture="02",
    points=0,
    topics="",
    task=prediction("At z = 10, how many times as steep as tanh is softsign?", choices=("1", "1,000", "1,000,000")),
)
exercise(
    "slowest_prediction",
    lecture="02",
    points=0,
    topics="",
    task=prediction(
        "Which one solves the task least often, all depths and weights together?",
        choices=("selu", "elu", "leaky_relu", "relu", "tanh", "sigmoid"),
    ),
)
exercise(
    "station_prediction",
    lecture="03",
    points=0,
    topics="",
    task=prediction("Which station has the smaller mean of −log p?", choices=("cautious", "bold")),
)
exercise(
    "constant_prediction",
    lecture="03",
    points=0,
    topics="",
    task=prediction("Which constant is best by absolute error?", near=0.01),
)
exercise(
    "padded_prediction",
    lecture="03",
    points=0,
    topics="",
    task=prediction("Which loss does the program with 10⁻⁷ show at z = 1000?", possible=(0, np.inf)),
)
exercise(
    "wrong_class_prediction",
    lecture="04",
    points=0,
    topics="",
    task=prediction(
        "As v grows, what does the gradient of ½ squared error do?",
        choices=("it grows", "it tends to 1", "it tends to 0"),
    ),
)
exercise(
    "batches_prediction",
    lecture="04",
    points=0,
    topics="",
    task=prediction("Which batch size has the lowest cost at the end?", choices=("1500", "100", "10")),
)
exercise(
    "bumps_prediction",
    lecture="05",
    points=0,
    topics="",
    task=prediction("With twice as many bumps, the largest error is how many times as large?", possible=(0, np.inf)),
)
exercise(
    "pieces_prediction",
    lecture="05",
    points=0,
    topics="",
    task=prediction(
        "From 1 layer of 24 units to 8 of 3: what does the number of pieces do?",
        choices=("it grows", "it does not grow"),
    ),
)
exercise("first_step_prediction", lecture="06", points=0, topics="", task=prediction("By how much does the loss fall?"))
exercise(
    "flat_prediction",
    lecture="06",
    points=0,
    topics="",
    task=prediction("How large is δ with squared error, without its sign?", possible=(0, np.inf)),
)
exercise(
    "curves_prediction",
    lecture="06",
    points=0,
    topics="",
    task=prediction("With how many of the five mistakes does the loss fall?", near=0.01, possible=range(6)),
)
