"""What readers predict before a cell shows it, in lectures 07 to 13. Worth no points; that cell ends with `reveal`."""

import numpy as np

from autograder.checking.exercise import exercise
from autograder.checking.kinds.prediction import prediction

exercise(
    "gap_prediction",
    lecture="07",
    points=0,
    topics="",
    task=prediction("At which gap do two layers in float16 lose the gradient?"),
)
exercise(
    "decay_prediction",
    lecture="07",
    points=0,
    topics="",
    task=prediction(
        "Which λ makes the fewest errors on new examples?", choices=("0", "0.003", "0.01", "0.03", "0.1", "0.3", "1")
    ),
)
exercise(
    "arrivals_prediction",
    lecture="08",
    points=0,
    topics="",
    task=prediction("How many of twenty runs end with all outputs at ½?", near=0.01, possible=range(21)),
)
exercise(
    "corners_prediction",
    lecture="08",
    points=0,
    topics="",
    task=prediction("How many different points are there?", near=0.01, possible=(0, np.inf)),
)
exercise(
    "two_relus_prediction",
    lecture="08",
    points=0,
    topics="",
    task=prediction("Of a hundred networks with two ReLU units, how many solve XOR?", possible=(0, 100)),
)
exercise(
    "too_wide_prediction",
    lecture="09",
    points=0,
    topics="",
    task=prediction(
        "By what factor does the signal grow in 20 layers of ReLU with weights of 2/√n?", possible=(0, np.inf)
    ),
)
exercise(
    "deep_prediction",
    lecture="09",
    points=0,
    topics="",
    task=prediction(
        "Which initialisation has the smallest loss with 12 hidden layers?",
        choices=("s = 0.01", "Xavier, 1/√n", "He, √(2/n)", "2/√n"),
    ),
)
exercise(
    "mirror_prediction",
    lecture="09",
    points=0,
    topics="",
    task=prediction(
        "Whose loss is nearer to that of random feedback after 120 steps?",
        choices=("backpropagation", "last layer only"),
    ),
)
exercise(
    "four_epochs_prediction",
    lecture="10",
    points=0,
    topics="",
    task=prediction(
        "Which batch size has the highest validation loss after four epochs?", choices=("1", "16", "100", "300")
    ),
)
exercise(
    "momentum_prediction",
    lecture="10",
    points=0,
    topics="",
    task=prediction("By what factor does γ = 0.9 need fewer steps?", possible=(0, np.inf)),
)
exercise(
    "branches_prediction",
    lecture="11",
    points=0,
    topics="",
    task=prediction("Where does the network go?", choices=("the upper branch", "the lower branch", "between them")),
)
exercise(
    "diabetes_prediction",
    lecture="11",
    points=0,
    topics="",
    task=prediction(
        "Which one has the higher R² on test data, on average?", choices=("the network", "linear regression")
    ),
)
exercise(
    "validation_prediction",
    lecture="12",
    points=0,
    topics="",
    task=prediction("What does the validation loss do?", choices=("it falls more slowly", "it levels off", "it rises")),
)
exercise(
    "twelve_prediction",
    lecture="12",
    points=0,
    topics="",
    task=prediction(
        "By how many percentage points is the error on the other digits higher?", near=0.5, possible=(-100, 100)
    ),
)
exercise(
    "peak_prediction",
    lecture="12",
    points=0,
    topics="",
    task=prediction("From 50 units to 200, what does the test error do?", choices=("it falls", "it stays", "it rises")),
)
exercise(
    "sorted_prediction",
    lecture="13",
    points=0,
    topics="",
    task=prediction(
        "Which digit is the most frequent answer after three epochs on sorted images?", near=0.01, possible=range(10)
    ),
)
exercise(
    "hidden_prediction",
    lecture="13",
    points=0,
    topics="",
    task=prediction("How many percentage points do the first 32 units add?", near=0.4, possible=(-100, 100)),
)
