"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class BadQuestion(Invalid):
    """A question cannot be asked like this; the fields say what is missing."""

    code, sentence = "surveys.bad_question", "这道题还没有写完整，请按提示修改。"


class ClaimsEffect(Invalid):
    """The words promise a decision; only a vote of the owners decides (民法典第278条)."""

    code, sentence = (
        "surveys.claims_effect",
        "问卷只收集意见，不能写成表决或决议。要由业主决定的事，请到“业主表决”发起。",
    )


class WrongSettings(Invalid):
    """The settings contradict each other."""

    code, sentence = "surveys.wrong_settings", "问卷的设置前后矛盾，请按提示修改。"


class NotReady(Conflict):
    """A draft lacks something before it can be published."""

    code, sentence = "surveys.not_ready", "还不能发布，请先改好下面各项。"


class TextFrozen(Conflict):
    """A published questionnaire does not change: answers before and after would be to different questions."""

    code, sentence = "surveys.text_frozen", "问卷发布以后不能再改。要改的，请结束这份问卷，复制一份再发布。"


class WrongStep(Conflict):
    """The survey is not at the point where this is done."""

    code, sentence = "surveys.wrong_step", "问卷现在的阶段不能办这一步，请刷新页面看看。"


class NotOpen(Conflict):
    """Answers are not taken yet."""

    code, sentence = "surveys.not_open", "问卷还没有开始，请到时间再来。"


class Over(Conflict):
    """The close has passed by the database's clock, if only by an instant."""

    code, sentence = "surveys.over", "问卷已经截止，这份回答没有收下。"


class NotAsked(Forbidden):
    """The survey is aimed at others: other buildings, or owners only."""

    code, sentence = "surveys.not_asked", "这份问卷不是问您的，请看“问谁”一栏。"


class AlreadyAnswered(Conflict):
    """The token is used up: one answer for each person, or for each household."""

    code, sentence = "surveys.already_answered", "您已经答过这份问卷，每人只能答一次，不能再改。"


class QuotaFull(Conflict):
    """Enough answers of this group are in."""

    code, sentence = "surveys.quota_full", "名额已满，这份回答没有收下。谢谢您的参与。"


class WrongAnswers(Invalid):
    """An answer is missing or does not fit its question; the fields say which."""

    code, sentence = "surveys.wrong_answers", "有的题还没有答好，请看下面的提示。"


class TextChanged(Conflict):
    """The answers were given to other words than those that were published."""

    code, sentence = "surveys.text_changed", "问卷内容与您看到的不一致，请刷新页面后重新作答。"


class NoServerDraft(Conflict):
    """Half-filled anonymous answers are not kept under an account."""

    code, sentence = "surveys.no_server_draft", "匿名问卷不在服务器上保存草稿，没答完的内容只留在您的手机里。"


class ResultsSealed(Forbidden):
    """Results are shown when the survey has ended, or while it runs where it says so."""

    code, sentence = "surveys.results_sealed", "问卷结束以前不公布结果，请等截止以后再看。"
