"""An estate that has been told things: a notice with an image, an outage, a roll call, a board with its proof."""

from datetime import timedelta
from io import BytesIO

from PIL import Image

from linli.domains.notices.operations import announcements, board, outages, rollcalls, scans, templates
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.rules.aims import Aim
from linli.domains.notices.rules.announcing import Stopped, Urgency
from linli.domains.notices.rules.board import BoardKind
from linli.domains.notices.rules.rollcalls import Standing
from linli.kernel.times import day_of
from linli.platform import attachments, clock


def picture():
    """A small photo."""
    drawn = BytesIO()
    Image.new("RGB", (400, 300), "#9cc").save(drawn, "JPEG")
    return BytesIO(drawn.getvalue())


def everything(estate_id, officer, *, units=()):
    """One of each; the first home of `units` asks for help. Within a transaction; returns the ids by name."""
    now = clock.now()
    urgent = announcements.publish(
        actor=officer, estate_id=estate_id, title="台风“海葵”今晚过境", urgency=Urgency.EMERGENCY, now=now,
        words="今晚八点到明早六点不要出门。\n请收起阳台上的东西，关好门窗。\n危险时打 119。", files=[picture()],
    )  # fmt: skip
    kept = templates.keep(
        actor=officer,
        estate_id=estate_id,
        name="水箱清洗",
        title="［几月几日］清洗水箱",
        words="［几点］停水。",
        now=now,
    )
    stop = outages.Stop(
        what=Stopped.WATER,
        starts_at=now,
        until_at=now + timedelta(hours=4),
        reason="水泵检修",
        phone="0570-3011234",
    )
    outages.declare(
        actor=officer, estate_id=estate_id, stop=stop, aim=Aim(), urgency=Urgency.ORDINARY, now=now
    )
    call = rollcalls.open_call(
        actor=officer, estate_id=estate_id, title="台风过境，请报平安", aim=Aim(), now=now,
        words="每家点一下：平安，或者需要帮助。",
    )  # fmt: skip
    for unit_id in list(units)[:1]:
        rollcalls.answer(
            actor=officer, roll_call=call, unit_id=unit_id, state=Standing.HELP, need="老人要下楼", now=now
        )
    today = day_of(now)
    item = board.post(
        actor=officer, estate_id=estate_id, kind=BoardKind.FUND, title="3 幢电梯更换使用维修资金", now=now,
        words="预算 186,000 元，涉及 3 幢 48 户。方案和报价见社区办公室。", starts_on=today - timedelta(days=6),
    )  # fmt: skip
    board.prove(
        actor=officer, item=item, place="东门公示栏", from_on=item.starts_on, to_on=today, posted_by="陈师傅",
        witness="王秀英", photos=[picture()], now=now,
    )  # fmt: skip
    return {"urgent": urgent.id, "notice_template": kept.id, "roll_call": call.id, "posting": item.id}


def scan(pages, *, size=(600, 848)):
    """A PDF as a scanner makes it: one JPEG a page, from red to blue."""
    drawn = [
        Image.new("RGB", size, (255 - 255 * one // max(pages - 1, 1), 60, 255 * one // max(pages - 1, 1)))
        for one in range(pages)
    ]
    made = BytesIO()
    drawn[0].save(made, "PDF", save_all=True, append_images=drawn[1:])
    return made.getvalue()


class Scan(BytesIO):
    """The same as it is uploaded, with a name."""

    def __init__(self, pages, *, name):
        super().__init__(scan(pages))
        self.filename = name


def scanned(estate_id, officer):
    """An announcement with a scan of three pages that can be looked through; the ids of both."""
    made = announcements.publish(
        actor=officer, estate_id=estate_id, title="维修资金使用方案", words="方案见扫描件。", now=clock.now(),
        files=[Scan(3, name="方案扫描件.pdf")],
    )  # fmt: skip
    (document,) = boards.files(made)
    pages = scans.draw(attachments.read(document))
    scans.keep(estate_id=estate_id, file_id=document.id, pages=pages, now=clock.now())
    return {"scanned_notice": made.id, "scan": document.id}
