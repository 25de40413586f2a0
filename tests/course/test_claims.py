"""What lectures conclude from an experiment holds with other seeds than theirs."""

import numpy as np
import pytest
from sklearn.datasets import load_diabetes

from mlpkit import ACTIVATIONS, accuracy, datasets, losses
from mlpkit.datasets.digits import load_handwriting
from mlpkit.gradcheck import numerical_gradient
from mlpkit.sequential import backward_chain, forward_chain
from tests.support.lecture_code import code_of, definitions

pytestmark = pytest.mark.slow


def test_01_mistakes_stay_far_below_the_bound_and_grow_more_slowly():
    lecture = definitions("01")
    medians = []
    for gap in (0.1, 0.01):
        runs = []
        for seed in range(40, 60):
            X, t, w, b = lecture["separable_cloud"](np.random.default_rng(seed), gap)
            bound = (np.sum(X * X, axis=1) + 1).max() * (w @ w + b * b) / np.abs(X @ w + b).min() ** 2
            runs.append((lecture["mistakes_until_right"](X, t)[0], bound))
        medians.append(np.median(runs, axis=0))
    (few, low), (many, high) = medians
    assert few < many < 0.1 * high and few < 0.3 * low and many / few < 0.5 * high / low


def test_01_the_largest_weights_for_an_8_lie_on_the_left():
    digits, labels = datasets.load_digits()
    lecture = definitions("01", digits=digits, labels=labels, chosen=np.flatnonzero((labels == 3) | (labels == 8)))
    for seed in range(50, 56):
        seen, unseen, w = lecture["three_or_eight"](seed)
        assert seen > 0.98 and unseen > 0.9 and (np.argsort(w)[-4:] % 8 < 4).all()


def test_01_easy_examples_turn_the_line_of_adaline_alone():
    wrong = np.array(
        [
            [[unit[-1] for unit in definitions("01")["two_lines"](seed, far)[2]] for far in (0, 20)]
            for seed in range(30, 40)
        ]
    )
    assert wrong[:, 0].max() <= 1 and wrong[:, 1, 0].min() >= 3 and wrong[:, 1, 1].max() <= 1


def test_01_on_xor_adaline_ends_the_nearer_to_the_solution_the_smaller_the_rate():
    X, t = datasets.xor()
    trained = definitions("01", X=X.astype(float), t=t)["trained_on_xor"]
    ends = {lr: np.array([trained(lr, seed) for seed in range(60, 65)]) for lr in (0.5, 0.1, 0.02)}
    away = [np.abs(ends[lr][:, :3] - [0, 0, 0.5]).max(axis=1).mean() for lr in ends]
    assert away[0] > 2 * away[1] > 4 * away[2]
    assert all(run[3] < 4 for runs in ends.values() for run in runs)


def rings():
    X, t = datasets.circles(np.random.default_rng(5), n=128)
    return {"X": X, "t": t.astype(np.float32), "points": X[:64], "labels": t[:64].astype(np.float32)}


def test_02_a_small_bias_saves_units_a_large_one_harms_and_shifted_inputs_kill_more():
    bias_trial = definitions("02", **rings())["bias_trial"]
    without, small, large = (bias_trial(0, 2.0, bias, seeds=30, draw=7) for bias in (0.0, 0.1, 1.0))
    assert without[0][0] == 0 and (small[0][1:] < without[0][1:]).all()
    assert min(small[2], without[2]) > large[2] == 0  # which of the two is larger depends on the draw
    for bias in (0.0, 0.1, 1.0):
        before, _, right = bias_trial(3, 0.1, bias, draw=8)
        assert before.mean() > 0.2 and right == 0


def test_02_a_diamond_of_relus_separates_the_rings():
    by_hand = definitions("02")["by_hand"]
    for seed in range(20, 30):
        X, t = datasets.circles(np.random.default_rng(seed), n=128)
        assert np.mean(by_hand("relu")(X) == t) > 0.95
        assert all(np.ptp(by_hand(f)(X)) == 0 for f in ("identity", "sigmoid"))


def test_02_outputs_of_one_sign_stretch_the_bowl():
    hidden = definitions("02")["hidden"]
    stretch = {
        name: [np.linalg.cond(A.T @ A) for A in (hidden(name, seed) for seed in range(40, 50))]
        for name in ("sigmoid", "sigmoid − ½", "tanh")
    }
    assert min(stretch["sigmoid"]) > 8 * max(*stretch["sigmoid − ½"], *stretch["tanh"])
    assert all((hidden(name, 40) >= 0).all() for name in ("sigmoid", "relu"))


def test_02_selu_and_relu_keep_their_scale_each_with_its_own_weights():
    through_layers = definitions("02")["through_layers"]
    for seed in range(20, 26):
        assert 0.8 < through_layers("selu", seed)[-1] < 1.25
        assert through_layers("relu", seed)[-1] < 1e-3
        assert 0.1 < through_layers("relu", seed, 2**0.5)[-1] < 5


def test_02_stability_depends_on_the_initial_weights():
    lecture = definitions("02", **rings(), rates=(0.1, 0.3, 1.0))
    solved = {
        (name, gain): lecture["fraction_solved"](name, gain, 12, draw=9)
        for name in ("selu", "elu", "relu", "leaky_relu", "sigmoid")
        for gain in (1.0, 2**0.5)
    }
    assert all(solved[soft, 1.0] > solved[hard, 1.0] for soft in ("selu", "elu") for hard in ("relu", "leaky_relu"))
    assert all(solved[name, 2**0.5] > solved[name, 1.0] + 0.1 for name in ("relu", "leaky_relu"))
    assert lecture["fraction_solved"]("sigmoid", 1.0, 2, draw=9) == 0
    W, b = lecture["network"](2, 16, seeds=5, draw=9)
    patient = lecture["train"]("sigmoid", W, b, lecture["points"], lecture["labels"], 1.0, steps=2000)
    assert lecture["solved"](patient, lecture["labels"]).sum() >= 4


def test_02_relu_learns_faster_than_tanh_and_tanh_than_the_sigmoid():
    best_curve = definitions("02", **rings())["best_curve"]
    losses = {name: np.array(best_curve(name, draw=11)[1]) for name in ("sigmoid", "tanh", "relu")}
    steps = {name: np.flatnonzero(values < 0.1)[:1] for name, values in losses.items()}
    assert steps["relu"].size and steps["tanh"].size and steps["relu"][0] < steps["tanh"][0]
    assert losses["sigmoid"][-1] > 0.4


def test_03_corrupted_targets_mislead_squared_error_most():
    fitted_slope = definitions("03")["fitted_slope"]
    slopes = {
        (loss, bad): np.array([fitted_slope(loss, bad, seed) for seed in range(300, 360)])
        for loss in ("mse", "mae", "huber")
        for bad in (0, 4)
    }
    assert slopes["mse", 0].std() < slopes["mae", 0].std()
    for robust in ("mae", "huber"):
        assert (slopes["mse", 4] > slopes[robust, 4] + 0.5).all()
        assert abs(slopes[robust, 4].mean() - 2) < 0.5


def test_03_only_a_relu_output_ends_silent():
    silent_at_the_end = definitions("03")["silent_at_the_end"]
    assert 0 < sum(silent_at_the_end("relu", seed) for seed in range(300, 380)) < 30
    assert not any(silent_at_the_end("softplus", seed) for seed in range(300, 380))


def test_03_cross_entropy_needs_fewer_steps_and_its_lead_grows_with_the_mistake():
    steps_needed = definitions("03")["steps_needed"]
    for lr in (1, 10):
        lead = []
        for scale in (-1, -4):
            median = [
                np.median([steps_needed(loss, scale, seed, lr) for seed in range(300, 311)])
                for loss in ("squared error", "cross-entropy")
            ]
            lead.append(median[0] / median[1])
        assert 1 < lead[0] < lead[1]


def test_04_free_biases_make_the_mean_prediction_the_frequency():
    minimise = definitions("04")["minimise"]
    rng = np.random.default_rng(7)
    t = np.repeat([0, 1, 2], [120, 60, 20])
    X, T = rng.normal(size=(200, 2)) + np.array([[1, 0], [-1, 1], [-1, -1]])[t], np.eye(3)[t]
    for l2 in (0.01, 0.1, 10.0):
        W, b = minimise(X, T, l2)
        np.testing.assert_allclose(losses.softmax(X @ W.T + b).mean(axis=0), T.mean(axis=0), atol=2e-3)
    W, b = minimise(X, T, 10.0, bias_penalty=10.0)
    assert losses.softmax(X @ W.T + b).mean(axis=0).max() < 0.4


def test_04_only_a_penalty_stops_the_weights_from_growing():
    growing_weights = definitions("04")["growing_weights"]
    for seed in (20, 21):
        free, held = (np.array(growing_weights(l2, (30, 300, 3000), seed)[-1]) for l2 in (0.0, 0.01))
        first, second = np.diff(free)
        assert 0.6 < second / first < 1.7, "the same growth for ten times the steps, as a logarithm has it"
        assert held[2] - held[1] < 0.01 < free[2] - free[1]


def test_04_small_batches_win_per_epoch():
    digits, labels = datasets.load_digits()
    order = np.random.default_rng(5).permutation(len(digits))[:1500]
    train = definitions("04", X=digits[order], T=losses.one_hot(labels[order], 10))["train"]
    final = {size: [train(size, seed)[2][-1] for seed in (10, 11, 12)] for size in (1500, 100, 10)}
    assert max(final[10]) < min(final[100]) and max(final[100]) < min(final[1500])


def test_05_patient_training_catches_up_with_the_bumps_made_by_hand():
    lecture = definitions("05")
    target, dense = lecture["target"], np.linspace(0, 1, 1001)
    by_hand = np.abs(lecture["sum_of_bumps"](dense, target, 20) - target(dense)).max()
    networks = lecture["train_on_target"]((1000, 8000), seed=5)
    worst = {steps: np.abs(f(dense) - target(dense)).max(axis=1) for steps, f in networks.items()}
    assert worst[1000][:3].min() > 1.5 * by_hand
    assert np.median(worst[8000]) < by_hand
    assert worst[1000][3:].max() < worst[1000][:3].min()
    beyond = np.linspace(1, 1.5, 1001)
    outside = np.abs(networks[8000](beyond) - target(beyond)).max(axis=1)
    assert outside.min() > 3 * worst[8000].max()


def test_05_random_networks_have_about_as_many_pieces_as_units():
    random_pieces = definitions("05")["random_pieces"]
    for depth, width in ((1, 24), (2, 12), (4, 6)):
        assert 12 < np.mean([random_pieces(depth, width, seed) for seed in range(300, 315)]) < 30
    assert np.mean([random_pieces(8, 3, seed) for seed in range(300, 315)]) < 18


def test_06_squared_error_behind_a_logistic_fails_from_a_saturated_start():
    accuracy_after = definitions("06")["accuracy_after"]
    for seed in range(100, 105):
        for bias in (0, -4, -8):
            assert all(accuracy_after("cross-entropy", bias, lr, seed) > 0.9 for lr in (0.1, 1.0, 10.0))
        assert all(accuracy_after("squared error", 0, lr, seed) > 0.9 for lr in (0.1, 1.0, 10.0))
        assert accuracy_after("squared error", -4, 0.1, seed) < 0.6
        assert accuracy_after("squared error", -8, 1.0, seed) < 0.6
    assert min(accuracy_after("squared error", -8, 10.0, seed) for seed in range(100, 110)) < 0.6


def test_06_a_dead_output_is_dead_before_training_and_only_relu_outputs_die():
    silent_fraction = definitions("06")["silent_fraction"]
    dead = 0
    for seed in range(100, 120):
        for hidden in ("relu", "tanh"):
            before, after, _ = silent_fraction("relu", hidden, seed)
            assert (before == 1) == (after == 1)
            dead += after == 1
        for output in ("softplus", "identity"):
            assert silent_fraction(output, "relu", seed)[1] < 1
    assert 0 < dead < 20


def sine():
    X, T = datasets.sine(np.random.default_rng(2), n=30)
    return X.astype(np.float64), T.astype(np.float64)


def test_06_more_updates_get_further_for_the_same_work():
    X, T = sine()
    lecture = definitions("06", X=X, T=T, layers=[ACTIVATIONS["tanh"], ACTIVATIONS["identity"]])
    median = []
    for size, lr in ((30, 0.6), (10, 0.4), (1, 0.1)):
        runs = [lecture["train"](*lecture["initial"](s), lr, 80, size, np.random.default_rng(s)) for s in range(50, 57)]
        median.append(np.median(np.array(runs)[:, [39, 79]], axis=0))
    assert (median[2] < median[1]).all() and (median[1] < median[0]).all()


def test_06_every_mistake_trains_and_differences_find_it():
    X, T = sine()
    lecture = definitions("06", X=X, T=T)
    ends = {}
    for kind in lecture["KINDS"]:
        for seed in (50, 51, 52):
            error, history = lecture["trial"](kind, seed)
            assert error < 1e-6 if kind == lecture["KINDS"][0] else error > 1e-2, kind
            assert history[-1] < 0.9 * history[0], kind
            ends.setdefault(kind, []).append(history[-1])
    right, *wrong = ends.values()
    assert sum(np.median(losses) <= max(right) for losses in wrong) >= 1, "some end as low as the right gradient"


def lecture_12():
    X, t = datasets.load_digits()
    mixed = np.random.default_rng(0).permutation(len(X))
    X, t = X[mixed], t[mixed]
    grid = np.linspace(-1, 1, 100, dtype=np.float32)[:, None]
    parts = {"pool": (X[:900], t[:900]), "validation": (X[900:1400], t[900:1400]), "test": (X[1400:], t[1400:])}
    return definitions("12", **parts, grid=grid), np.sin(np.pi * grid[:, 0])


def test_12_the_validation_loss_turns_upwards_and_every_remedy_helps():
    lecture, _ = lecture_12()
    seeds = range(50, 55)
    plain = [lecture["train"](s) for s in seeds]
    assert max(h.error[-1] for _, h in plain) < 0.02
    assert all(3 < np.argmin(h.val_loss) < 30 and h.val_loss[-1] > 1.3 * min(h.val_loss) for _, h in plain)
    # With as many epochs, four times as many digits are learnt by heart as well.
    assert max(lecture["train"](s, 800)[1].error[-1] for s in seeds) < 0.02

    def error(runs):
        return np.median([1 - lecture["accuracy"](net, *lecture["test"]) for net, _ in runs])

    ways = {"patience": 20, "keep_best": True}, {"decay": 0.03}, {"dropout": 0.7}, {"augment": lecture["distorted"]}
    for settings in (*ways, {"n": 400, "epochs": 50}, {"n": 800, "epochs": 25}):
        assert error([lecture["train"](s, **settings) for s in seeds]) < error(plain), settings


def test_12_only_much_dropout_keeps_the_network_from_learning_wrong_labels():
    lecture, _ = lecture_12()
    learnt = {
        p: np.median([lecture["by_heart"](lecture["train"](s, dropout=p)[0], s) for s in range(60, 65)])
        for p in (0.0, 0.25, 0.7)
    }
    assert learnt[0.0] == learnt[0.25] == 1 and learnt[0.7] < 0.5


def test_12_bias_falls_and_variance_grows_with_the_units():
    lecture, truth = lecture_12()
    measured = [lecture["lib"].bias_variance(lecture["curves"](u, first=100), truth) for u in (1, 3, 40)]
    bias, variance = np.array(measured).T
    assert bias[0] > 3 * max(bias[1:]) and variance[0] < variance[1] < variance[2]
    assert bias[1] + variance[1] < min(bias[0] + variance[0], bias[2] + variance[2])


def test_12_the_test_error_descends_twice():
    lecture, _ = lecture_12()
    middle = np.median([lecture["least_squares"](seed)[:, 1] for seed in range(50, 55)], axis=0)
    few, peak, many = (middle[lecture["WIDTHS"].index(H)] for H in (50, 200, 2000))
    assert peak > 2 * few and many < 1.2 * few


def digits(lecture, **more):
    X, t = datasets.load_digits()
    mixed = np.random.default_rng(0).permutation(len(X))
    X, t = X[mixed], t[mixed]
    X = (X - X[:500].mean(axis=0)) / X[:500].std()
    return definitions(lecture, data=(X[:500], t[:500]), validation=(X[500:900], t[500:900]), **more)


def test_09_only_the_right_initialisation_keeps_the_signal_level_and_learns_deep():
    lecture = digits("09", STARTS={})
    names = {"Xavier": "xavier", "He": "he", "small": "gaussian"}
    lecture["STARTS"] = {name: lecture["INITS"][key] for name, key in names.items()} | {"wide": lecture["too_wide"]}
    last = {
        name: np.median([lecture["sizes_of_activations"]("relu", draw, s)[-1] for s in range(50, 55)])
        for name, draw in lecture["STARTS"].items()
    }
    assert 0.2 < last["He"] < 5 and last["Xavier"] < 0.01 and last["small"] < 1e-10 and last["wide"] > 100
    loss = {n: [lecture["after_64_steps"](n, 6, s) for s in range(50, 54)] for n in lecture["STARTS"]}
    assert np.median(loss["He"]) < np.median(loss["Xavier"]) < 1.5 and min(loss["small"]) > 2.2
    kept = [lecture["sizes_of_deltas"]("sigmoid", "xavier", s) for s in range(50, 54)]
    assert max(k[0] / k[-1] for k in kept) < 1e-5


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")  # where a network diverges
def test_09_units_fall_silent_at_a_high_rate_and_networks_fail_there_without_silent_units_too():
    trained = digits("09")["trained"]
    usual, high = (
        {name: np.array([trained(name, rate, s) for s in range(20, 28)]) for name in ("ReLU, bias 0", "leaky ReLU")}
        for rate in (0.1, 1.0)
    )
    assert all(np.median(runs[:, 0]) < 0.02 and runs[:, 1].max() < 0.15 for runs in usual.values())
    assert np.nanmax(high["ReLU, bias 0"][:, 0]) > 0.1 and np.nanmax(high["leaky ReLU"][:, 0]) == 0
    assert all(np.mean(runs[:, 1]) > 0.25 for runs in high.values())
    for runs in high.values():  # those that did not diverge
        assert runs[np.isfinite(runs[:, 0]), 1].max() > usual["ReLU, bias 0"][:, 1].max() + 0.05


def test_09_a_bias_of_a_tenth_is_no_cure_at_a_high_rate():
    trained = digits("09")["trained"]
    silent, error = np.nanmean([trained("ReLU, bias 0.1", 1.0, s) for s in range(20, 30)], axis=0)
    assert silent > 0.02 and error > 0.25


def test_09_random_feedback_lies_between_backpropagation_and_frozen_layers():
    lecture = digits("09")
    lecture |= {"sizes": (64, 48, 48, 10), "targets": losses.one_hot(lecture["data"][1], 10, np.float32)}
    lecture["functions"] = [ACTIVATIONS["tanh"]] * 2 + [ACTIVATIONS["identity"]]
    lecture["learn"].__globals__.update(lecture)
    kinds = ("backpropagation", "signs of the weights", "random feedback", "last layer only")
    ends = [np.median([lecture["learn"](kind, s)[0][-1] for s in range(50, 54)]) for kind in kinds]
    assert ends == sorted(ends) and ends[3] > 2 * ends[2]


def test_10_small_batches_order_schedules_and_adam():
    lecture = digits("10")
    lecture["after_four_epochs"].__globals__["few"] = tuple(part[:300] for part in lecture["data"])
    seeds = range(50, 54)
    full = min(np.median([lecture["after_four_epochs"](300, r, s) for s in seeds]) for r in (1.0, 2.0))
    for size, rate in ((1, 0.03), (16, 0.3), (100, 1.0)):
        assert np.median([lecture["after_four_epochs"](size, rate, s) for s in seeds]) < full
    by_class, once = (np.median([lecture["in_order"](k, 0.5, s) for s in seeds]) for k in lecture["KINDS"][:2])
    assert once < by_class

    def lowest(way, scales):
        return min(
            np.median([lecture["fourth_epoch"](way, r, s, scales) for s in seeds]) for r in lecture["WAYS"][way][1]
        )

    for scales in (1, lecture["SCALES"]):
        assert lowest("Adam", scales) < lowest("momentum", scales)


def test_10_small_batches_diverge_at_rates_that_larger_ones_need():
    lecture = digits("10")
    loss = lecture["after_four_epochs"]
    loss.__globals__["few"] = tuple(part[:300] for part in lecture["data"])

    def median(size, rate):
        runs = np.array([loss(size, rate, s) for s in range(50, 53)])
        return np.median(np.where(np.isfinite(runs), runs, np.inf))

    assert median(1, 0.3) > 100 > 1 > median(16, 0.3)
    assert median(16, 2.0) > 100 > 1 > median(100, 2.0)


def test_10_a_rate_that_comes_down_beats_a_constant_one_that_is_large_and_no_small_one():
    lecture = digits("10")
    functions = lecture["above_floor"].__globals__
    for cell in code_of("10"):
        if cell.startswith("rng = np.random.default_rng(5)"):
            exec(cell.partition("\n\n\ndef ")[0], functions)
    last = {
        (name, rate): np.median([lecture["above_floor"](name, rate, s) for s in range(50, 54)])
        for name in lecture["SHAPES"]
        for rate in (0.02, 0.5)
    }
    falling = set(lecture["SHAPES"]) - {"constant"}
    assert all(2 * last[name, 0.5] < last["constant", 0.5] for name in falling)
    assert all(last[name, 0.02] > 1.1 * last["constant", 0.02] for name in falling - {"plateau, patience 1"})


def test_10_momentum_counts_like_the_root_and_works_at_larger_rates():
    lecture = digits("10")
    plain, momentum = ([lecture["steps_needed"](k, m) for k in (300, 3000)] for m in (False, True))
    assert plain[1] / plain[0] > 9 and momentum[1] / momentum[0] < 4
    best = {g: np.median(lecture["best_steps"](g, seed=7)[1]) for g in (0.0, 0.9)}
    assert best[0.9] < best[0.0] / 2
    at_ten = [lecture["forty_steps"](s, 0.9, 10.0) for s in range(50, 53)]
    assert max(at_ten) < min(lecture["forty_steps"](s, 0.0, 3.0) for s in range(50, 53))


def test_11_a_linear_output_leaves_the_range_of_the_targets_and_softplus_cannot():
    run = definitions("11", wide=np.linspace(-1.5, 1.5, 301)[:, None])["positive_targets"]
    assert max(np.mean(run("identity", seed)[1] < 0) for seed in range(20, 26)) > 0.02
    assert min(run("softplus", seed)[1].min() for seed in range(20, 23)) >= 0


def test_11_corrupted_targets_want_a_limit_of_a_few_times_the_noise():
    grid = np.linspace(-1, 1, 201)[:, None]
    lecture = definitions("11", grid=grid, truth=np.sin(np.pi * grid))
    error = {
        delta: np.mean(lecture["distance"]([lecture["trained_curve"](delta, 0.1, seed) for seed in range(30, 34)]))
        for delta in (100.0, 1.0, 0.3, 0.1)
    }
    assert 0.35 < error[100.0] < 0.55
    assert error[0.3] < min(error[1.0], error[0.1])


def test_11_the_network_wins_on_friedmans_function():
    both = definitions("11")["both_on_friedman"]
    scores = np.array([both(seed) for seed in (20, 21, 22)])
    assert scores[:, 1].min() > scores[:, 0].max() + 0.1 and scores[:, 1].max() < 0.97


def test_11_bands_of_80_percent_hold_about_80_percent():
    lecture = definitions("11")
    for name in ("gaussian_gradient", "quantile_gradient"):
        held = [lecture["covered"](lecture[name], seed) for seed in (20, 21, 22)]
        assert abs(np.mean(held) - 0.8) < 0.05


def test_13_the_recommender_comes_close_to_the_best_possible_rule():
    lecture = definitions("13", digits=load_handwriting(small=True))
    best = 31 / 32 * (0.9 + 0.1 / 6) + 1 / 32 * (0.9 / 5 + 0.1 / 6)
    for seed in (10, 11):
        found, _ = lecture["offers"](seed)
        assert found["most popular"] < found["softmax regression"] < 0.4
        assert abs(found["one layer of 64 ReLUs"] - best) < 0.02


def test_13_a_convolution_is_no_worse_than_32_relus_and_its_gradients_are_right():
    lecture = definitions("13", digits=load_handwriting(small=True))
    mean = {
        make: np.mean([lecture["trained_accuracy"](lecture[make], seed)[1] for seed in (10, 11, 12)])
        for make in ("dense_32", "convolutional")
    }
    assert mean["convolutional"] > mean["dense_32"] - 0.01
    rng = np.random.default_rng(10)
    layers = [lecture["Convolution"](4, 2, 3, 3, rng), lecture["Pooling"](4, 3, 2)]
    X, dY = rng.normal(size=(2, 32)), rng.normal(size=(2, 12))
    forward_chain(layers, X)
    dX = backward_chain(layers, dY)
    numeric = numerical_gradient(lambda X: float((forward_chain(layers, X) * dY).sum()), X)
    assert np.allclose(dX, numeric, atol=1e-6)


def test_07_a_moderate_decay_makes_fewer_errors_on_new_examples():
    lecture = definitions("07")
    clouds, trained = lecture["clouds"], lecture["trained"]
    error = {
        decay: np.mean([1 - accuracy(trained(decay, seed), *clouds(500 + seed, 1000)) for seed in range(20, 28)])
        for decay in (0.0, 0.03, 1.0)
    }
    assert error[0.03] < error[0.0] - 0.01 and error[1.0] > 0.4


def corners():
    X, t = datasets.xor()
    return {"X": X.astype(float), "t": t.astype(float)}


def test_08_width_makes_xor_easier_to_find_and_patience_helps_leaky_relu_alone():
    lecture = definitions("08", **corners())
    train_many, count_solved = lecture["train_many"], lecture["count_solved"]
    freed = {}
    for f in ("sigmoid", "tanh", "leaky_relu", "relu"):
        few = count_solved(train_many(f, 2, seed=3))
        assert few < 90 and few + 10 < count_solved(train_many(f, 16, seed=3))
        freed[f] = (count_solved(train_many(f, 2, steps=10_000, seed=3)) - few) / (100 - few)
    assert freed.pop("leaky_relu") > max(freed.values())
    assert max(freed.values()) < 0.25


def test_08_matching_the_units_all_but_removes_the_hill():
    lecture = definitions("08", **corners())
    trained, hill = lecture["trained_network"], lecture["hill"]
    one = trained(20)
    for seed in (21, 22, 23):
        other = trained(seed)
        assert hill(lecture["matched"](one, other)) < 0.1 * hill(lecture["way"](one, other))


def test_08_on_the_circle_a_rate_of_1_beats_003_and_only_a_penalty_of_1_switches_off():
    played = definitions("08")["played"]
    slow, usual, fast, off = (
        [played(f"data=circle layers=4:tanh {text}", seed, epochs) for seed in range(30, 30 + seeds)]
        for text, epochs, seeds in (
            ("rate=0.03", 40, 3),
            ("rate=0.3", 40, 12),
            ("rate=1", 40, 12),
            ("rate=0.03 l2=1", 200, 3),
        )
    )
    better = [f.train_loss[-1] < u.train_loss[-1] for f, u in zip(fast, usual, strict=True)]
    assert any(better) and not all(better)
    assert sum(run.train_loss[-1] < 0.5 * min(r.train_loss[-1] for r in slow) for run in fast) >= 10
    assert all(max(np.abs(w).max() for w in run.weights()) < 0.05 for run in off)


def test_08_two_layers_of_eight_do_better_on_the_spiral_with_adam_than_one():
    played = definitions("08")["played"]
    one, two = (
        np.mean(
            [played(f"data=spiral layers={layers} optimiser=adam rate=0.03", s, 60).accuracy()[1] for s in (40, 41, 42)]
        )
        for layers in ("8:tanh", "8:tanh,8:tanh")
    )
    assert two > one + 0.05


def test_08_a_second_layer_of_two_is_no_help_at_a_small_rate():
    played = definitions("08")["played"]
    one, two = (
        np.mean([played(f"data=circle layers={layers} rate=0.03", s, 40).train_loss[-1] for s in range(40, 46)])
        for layers in ("4:tanh", "4:tanh,2:tanh")
    )
    assert two > one - 0.05


def test_11_few_examples_flatter_the_estimate_of_the_noise():
    estimated = definitions("11")["estimated_noise"]
    few, many = (np.mean([estimated(n, seed) for seed in (20, 21, 22)], axis=0) for n in (20, 1000))
    assert few[0] < 0.19 and few[1] > 0.22
    assert abs(many[0] - many[1]) < 0.02 and 0.19 < min(many) and max(many) < 0.23


def patients():
    X, t = load_diabetes(return_X_y=True)
    return definitions("11", patients=X, progression=t[:, None])


def test_11_raw_targets_saturate_the_units_or_do_not_arrive():
    on_the_patients = patients()["on_the_patients"]
    for rate in (0.05, 0.001):
        raw, scaled = (
            np.array([on_the_patients(kind, rate, seed) for seed in range(20, 23)]) for kind in (False, True)
        )
        assert raw[:, 1].min() > 85 and scaled[:, 1].max() < 30
        assert scaled[:, 0].mean() > 0.25
    late = np.array([on_the_patients(False, 0.00001, seed) for seed in range(20, 23)])
    assert late[:, 0].max() < 0 and late[:, 1].max() < 30


def test_11_the_winner_is_flattered_a_little_and_does_not_beat_linear_regression():
    lecture = patients()
    splits, rows = zip(*(lecture["in_one_split"](seed) for seed in range(100, 130)), strict=True)
    training, validation, test = np.mean([[s[c] for c in lecture["CHOICES"]] for s in splits], axis=0).T
    assert lecture["CHOICES"][training.argmax()] == (32, 0)
    assert {lecture["CHOICES"][scores.argmax()][1] for scores in (validation, test)} <= {0.01, 0.1}
    _, chosen, judged, linear_chosen, linear = np.mean([row[2:] for row in rows], axis=0)
    assert -0.005 < (chosen - judged) - (linear_chosen - linear) < 0.04
    assert judged < linear + 0.02


def test_13_a_network_that_saw_sorted_images_answers_with_the_last_class():
    lecture = definitions("13", digits=load_handwriting(small=True))
    trained = lecture["three_epochs"]
    for seed in (10, 11, 12):
        right, favourite, fraction, _ = trained(True, lecture["CALM"], seed)
        assert favourite == 9 and fraction > 0.5 and right < 0.5 < trained(False, lecture["CALM"], seed)[0]


def test_13_long_training_costs_little_accuracy_and_makes_overconfident():
    lecture = definitions("13", digits=load_handwriting(small=True))
    for seed in (10, 11, 12):
        confidence, right = lecture["long_training"](seed).mean(axis=2)[[2, -1]].T
        gap = confidence - right
        assert right[1] > right[0] - 0.03
        assert gap[1] > max(gap[0], 0)


def test_08_at_equal_size_a_second_layer_is_no_advantage_on_the_spiral():
    on_the_spiral = definitions("08", **corners())["on_the_spiral"]
    deep, wide = (
        np.mean([on_the_spiral(s, seed) for seed in range(40, 46)], axis=0) for s in ([2, 8, 8, 1], [2, 26, 1])
    )
    assert deep[0] == wide[0] and wide[2] > deep[2] - 3
