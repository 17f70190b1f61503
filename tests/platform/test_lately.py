"""What every page asks is asked of the database once in two seconds, and anew after a change of one's own."""

from linli.platform import lately


def test_an_answer_is_kept_for_two_seconds_or_until_it_is_forgotten(platform_app, monkeypatch):
    asked, moment = [], [100.0]
    monkeypatch.setattr(lately.time, "monotonic", lambda: moment[0])

    @lately.lately
    def number():
        asked.append(moment[0])
        return len(asked)

    assert (number(), number()) == (1, 1)
    moment[0] += lately.KEPT - 0.01
    assert number() == 1
    moment[0] += 0.01
    assert number() == 2
    number.forget()
    assert (number(), number()) == (3, 3)


def test_of_many_each_has_an_answer_of_its_own_and_all_are_forgotten_together(platform_app, monkeypatch):
    asked, moment = [], [100.0]
    monkeypatch.setattr(lately.time, "monotonic", lambda: moment[0])

    @lately.lately
    def times(name):
        asked.append(name)
        return asked.count(name)

    assert (times("here"), times("there"), times("here")) == (1, 1, 1)
    moment[0] += lately.KEPT
    assert (times("here"), asked) == (2, ["here", "there", "here"])
    times.forget()
    assert (times("here"), times("there")) == (3, 2)
    monkeypatch.setattr(lately.Lately, "MOST", 2)
    assert (times("elsewhere"), times("here")) == (1, 4)  # what is kept has a limit
