"""What may be asked, who is asked what, and which answers are kept: without a database."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import BadSetting
from config import surveys as config
from linli.domains.surveys.rules import answering, course, questions
from linli.domains.surveys.rules.questions import Kind, Option, Question, When
from tests.factories.surveys import ASKED, CAR, HARD, PLACE, WORDS, options

GOOD = {"q1": "2", "q2": ["1", "2"], "q3": 4, "q4": "路灯也暗。"}


def settled(given, asked=ASKED):
    return answering.settle(asked, given)


def test_good_answers_are_kept_as_they_are():
    assert settled(GOOD) == answering.Settled(GOOD, {})


def test_a_hidden_question_is_never_required_and_an_answer_to_it_is_dropped():
    without_car = settled({"q1": "1", "q2": ["1"], "q3": 4})
    assert without_car == answering.Settled({"q1": "1", "q3": 4}, {})
    with_car = settled({"q1": "2", "q3": 4})
    assert list(with_car.faults) == ["q2"]


def test_what_depends_on_a_hidden_question_is_hidden_too():
    further = Question("q5", Kind.NUMBER, "几辆？", when=When("q2", ("2",)))
    kept = settled({"q1": "1", "q2": ["2"], "q5": 3, "q3": 1}, (CAR, PLACE, further, HARD)).kept
    assert kept == {"q1": "1", "q3": 1}


@pytest.mark.parametrize(
    ("question", "bad"),
    [
        (CAR, "9"), (CAR, 1), (CAR, ["1"]), (CAR, {"1": 1}), (PLACE, []), (PLACE, ["1", "2", "3"]), (PLACE, ["7"]),
        (PLACE, "1"), (PLACE, [1]), (PLACE, [["1"]]), (HARD, 0), (HARD, 6), (HARD, "4"), (HARD, True), (HARD, None),
        (WORDS, "x" * 1001), (WORDS, 7), (WORDS, "a\x00b"), (WORDS, "\ud800"), (WORDS, {"a": 1}),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_named_in_chinese(question, bad):
    assert answering.fault(question, bad).endswith("。")


def test_every_kind_takes_what_fits_it():
    number = Question("q", Kind.NUMBER, "几口人？", least=1, most=9)
    matrix = Question("q", Kind.MATRIX, "打分", rows=options("楼道", "电梯"), most=5)
    rank = Question("q", Kind.RANK, "先后", options=options("甲", "乙", "丙"))
    days = Question("q", Kind.DATE, "哪天", options=options("2026-03-07", "2026-03-08"))
    assert answering.fault(number, 3) == answering.fault(matrix, {"1": 5, "2": 1}) == ""
    assert answering.fault(rank, ["2", "3", "1"]) == answering.fault(days, ["2"]) == ""
    for question, bad in ((number, 0), (number, 10), (matrix, {"1": 5}), (matrix, {"3": 5}), (rank, ["1", "1", "2"]),
                          (rank, ["1", "2"]), (rank, [{}]), (days, ["9"]), (matrix, {"1": 6, "2": 1})):  # fmt: skip
        assert answering.fault(question, bad), (question.kind, bad)


def test_an_answer_to_no_question_is_refused():
    assert settled(GOOD | {"q9": "1"}).faults == {"q9": "没有这道题。"}


keys = st.sampled_from(["1", "2", "3"])
anything = st.one_of(
    st.none(),
    keys,
    st.integers(),
    st.text(max_size=5),
    st.lists(keys, max_size=4),
    st.dictionaries(keys, st.integers(0, 6)),
)


@st.composite
def questionnaires(draw):
    """A few questions, each perhaps asked only of some by an earlier one."""
    asked = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE, Kind.TEXT, Kind.NUMBER]))
        before = [one.key for one in asked if one.deciding()]
        when = (
            draw(st.none() | st.builds(When, st.sampled_from(before), st.lists(keys, min_size=1).map(tuple)))
            if before
            else None
        )
        asked.append(
            Question(
                f"q{number}",
                kind,
                "题",
                options=options("a", "b", "c"),
                most=3,
                when=when,
                required=draw(st.booleans()),
            )
        )
    return tuple(asked)


@pytest.mark.feature("VO-66")
@given(questionnaires(), st.data())
def test_whatever_is_sent_nothing_hidden_is_kept_or_missed(asked, data):
    given = {one.key: data.draw(anything) for one in asked}
    result = answering.settle(asked, given)
    shown = {one.key for one in answering.visible(asked, result.kept)}
    assert set(result.kept) <= shown
    assert set(result.faults) <= shown
    for one in asked:
        if one.key in shown and one.required:
            assert one.key in result.kept or one.key in result.faults
    assert answering.settle(asked, result.kept).kept == result.kept
    for key in {one.key for one in asked} - shown:
        assert answering.settle(asked, given | {key: data.draw(anything)}).kept == result.kept


@given(questionnaires(), st.data())
def test_what_is_half_filled_is_kept_as_far_as_it_fits(asked, data):
    given = {one.key: data.draw(anything) for one in asked}
    rough = answering.rough(asked, given)
    assert answering.rough(asked, rough) == rough
    kept = answering.settle(asked, given).kept
    assert {key: rough[key] for key in kept} == kept


@given(questionnaires(), st.data())
def test_going_on_and_back_leads_through_the_visible_questions(asked, data):
    answers = answering.settle(asked, {one.key: data.draw(anything) for one in asked}).kept
    path = answering.visible(asked, answers)
    walked, at = [path[0]], path[0]
    while (at := answering.beside(asked, answers, at, back=False)) is not None:
        walked.append(at)
    assert walked == path
    for earlier, later in itertools.pairwise(path):
        assert answering.beside(asked, answers, later, back=True) == earlier


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question("q", Kind.SINGLE, ""), "title"),
        (Question("q", Kind.SINGLE, "题", options=options("只有一个")), "options"),
        (Question("q", Kind.SINGLE, "题", options=options("同", "同")), "options"),
        (Question("q", Kind.DATE, "题", options=options("明天", "后天")), "options"),
        (Question("q", Kind.MULTIPLE, "题", options=options("a", "b"), most=3), "most"),
        (Question("q", Kind.MATRIX, "题"), "rows"),
        (Question("q", Kind.SCALE, "题", most=11), "most"),
        (Question("q", Kind.NUMBER, "题", least=5, most=3), "most"),
        (Question("q", Kind.TEXT, "题", when=When("q9", ("1",))), "when"),
        (Question("q", Kind.TEXT, "题", when=When("q1", ("8",))), "when"),
        (Question("q", Kind.TEXT, "题", when=When("q4", ("1",))), "when"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_with_its_field(question, field):
    assert field in questions.faults(question, (CAR, WORDS))


def test_questions_are_moved_and_copied_and_a_condition_before_its_question_is_found():
    order = [one.key for one in questions.moved(ASKED, "q3", up=True)]
    assert order == ["q1", "q3", "q2", "q4"]
    assert [one.key for one in questions.moved(ASKED, "q1", up=True)] == ["q1", "q2", "q3", "q4"]
    assert [one.key for one in questions.copied(ASKED, "q1")] == ["q1", "q5", "q2", "q3", "q4"]
    up = questions.moved(ASKED, "q2", up=True)
    assert questions.faults(up[0], ())["when"]


def test_a_question_is_the_same_after_storing():
    assert questions.read_all([questions.plain(one) for one in ASKED]) == ASKED


@pytest.mark.parametrize("template", config.templates(), ids=lambda one: one.name)
def test_every_template_can_be_asked_as_it_is(template):
    asked = questions.read_all(template.questions)
    assert [questions.faults(one, asked[:n]) for n, one in enumerate(asked)] == [{}] * len(asked)
    texts = [template.title, template.intro, *questions.words_of(asked)]
    assert not [text for text in texts if course.claims_effect(text)]
    course.Mode(template.mode), course.Per(template.per)


def test_a_template_that_makes_no_sense_stops_with_its_name():
    with pytest.raises(BadSetting, match="surveys/x"):
        config.read("x", "title: 1")


@pytest.mark.parametrize("text", ["本问卷具有法律效力", "请填写表决票", "未交视为同意", "业主大会决定如下"])
def test_words_that_promise_a_decision_are_found(text):
    assert course.claims_effect(text)


@pytest.mark.parametrize(
    "text", ["是否签约另由业主表决", "您对业主大会有什么建议", course.WITHOUT_EFFECT[:10]]
)
def test_words_that_only_speak_of_votes_are_let_through(text):
    assert not course.claims_effect(text)


def test_options_are_said_in_words():
    assert answering.said(HARD, 5) == "5 分（很难）"
    assert answering.said(PLACE, ["1", "3"]) == "车位、外面"
    assert answering.said(CAR, None) == "没有回答"
    assert HARD.deciding()[0] == Option("1", "1 分（很容易）")
