"""WeChat Pay and Alipay over HTTP with real signatures, against the simulator (checks E-4 to E-8, E-11, E-12)."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
import urllib3

from config import BadSetting
from linli.app import create_app
from linli.domains.payments.errors import ChannelSilent, NotGenuine
from linli.domains.payments.ports import Outcome, RefundOutcome, Scene, StatementFormat, Tender, TillKind
from linli.gateways.alipay_channel import AlipayChannel
from linli.gateways.merchants import BadMerchant, merchants_in
from linli.gateways.wechat_channel import WeChatChannel
from linli.kernel.times import day_of
from linli.platform import clock
from simulators.payments import alipay, wechat
from simulators.payments.server import notify
from tests.conftest import settings_for
from tests.payments.outside import HEHUA, simulator

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
BOTH = ("wechat", "alipay")


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    with simulator(tmp_path_factory.mktemp("outside")) as far:
        yield far


@pytest.fixture
def far(outside):
    with clock.freeze(NOON):
        outside.switches.turn({"reset": True})
        outside.post.sent.clear()
        outside.book.__init__()
        yield outside


def channel(far, name, *, company=HEHUA):
    known = merchants_in(far.merchants, channels=BOTH, production=False)
    mine = next(one for one in known if one.channel == name and one.serves(company))
    return (WeChatChannel if name == "wechat" else AlipayChannel)(mine)


def tender(number="L260302ABC", amount=12345, scene=Scene.COMPUTER, **more):
    return Tender(
        number=number,
        amount_fen=amount,
        currency="CNY",
        subject="小区缴费 2 笔",
        expires_at=clock.now() + timedelta(minutes=30),
        notify_url="https://linli.example/api/v1/payments/notifications/x",
        return_url="https://linli.example/e/1",
        scene=scene,
        **more,
    )


def paid(far, name, number="L260302ABC"):
    """A trade that was paid, and the notification of it."""
    trade = far.book.find(name, number)
    assert far.book.pay(trade, now=clock.now())
    notify(far, trade)
    return trade, far.post.sent[-1]


def heard(made, message, *, now=None):
    _, body, headers, _ = message
    return made.read_notification(body=body, headers=headers, now=now or clock.now())


@pytest.mark.feature("PA-01", "PA-02")
@pytest.mark.parametrize("name", BOTH)
def test_an_order_carries_our_number_sum_and_end_and_its_notification_tells_the_same(far, name):
    made = channel(far, name)
    till = made.begin(tender())
    assert (till.kind, till.address) == (TillKind.CODE, f"{far.address}/pay/{name}/L260302ABC")
    trade = far.book.find(name, "L260302ABC")
    assert (trade.amount_fen, trade.expires_at) == (12345, NOON + timedelta(minutes=30))
    assert made.ask(trade.number).outcome is Outcome.UNPAID
    assert made.ask("L999").outcome is Outcome.UNPAID
    trade, message = paid(far, name)
    said = heard(made, message)
    assert (said.order_number, said.outcome, said.trade_no) == (trade.number, Outcome.PAID, trade.trade_no)
    assert (said.amount_fen, said.currency, said.merchant) == (12345, "CNY", made.merchant)
    assert (said.paid_at, made.ask(trade.number)) == (NOON, said)


@pytest.mark.feature("PA-01")
def test_inside_wechat_the_payer_is_learnt_and_the_bridges_words_are_signed_by_the_merchant(far):
    made = channel(far, "wechat")
    back = "https://linli.example/e/1/cashier"
    address = made.who_pays(scene=Scene.WECHAT, back=back)
    answer = urllib3.request("GET", address.split("#")[0], redirect=False)
    sent_back = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith(back)
    payer = made.payer(parse_qs(sent_back.query)["code"][0])
    words = made.begin(tender(scene=Scene.WECHAT, payer=payer)).words
    text = "\n".join([words["appId"], words["timeStamp"], words["nonceStr"], words["package"], ""])
    assert far.keys.genuine(f"wechat-{made.merchant}", text, words["paySign"])
    assert made.who_pays(scene=Scene.PHONE, back=back) == ""


@pytest.mark.feature("PA-01", "PA-02")
def test_on_a_phone_one_comes_to_the_channels_page_and_from_there_back(far):
    wap = channel(far, "alipay").begin(tender(scene=Scene.PHONE))
    assert wap.kind is TillKind.PAGE
    assert "小区缴费 2 笔" in urllib3.request("GET", wap.address).data.decode()
    h5 = channel(far, "wechat").begin(tender(scene=Scene.PHONE, payer_ip="203.0.113.9"))
    assert h5.address.endswith("&redirect_url=https%3A%2F%2Flinli.example%2Fe%2F1")
    assert "123.45" in urllib3.request("GET", h5.address).data.decode()
    assert [channel(far, name).suits(Scene.WECHAT) for name in BOTH] == [True, False]
    assert [channel(far, name).suits(Scene.ALIPAY) for name in BOTH] == [False, True]


@pytest.mark.feature("PA-07")
@pytest.mark.parametrize("name", BOTH)
def test_forged_altered_and_stale_notifications_are_not_genuine(far, name):
    made = channel(far, name)
    made.begin(tender())
    trade, message = paid(far, name)
    url, body, headers, _ = message
    far.switches.forged = True
    stranger = (wechat if name == "wechat" else alipay).notification(far, trade)
    other = channel(far, name, company="翠园物业服务有限公司")
    bad = [
        (made, (*stranger, 0), None),
        (made, (url, body.replace(b"2", b"3", 1), headers, 0), None),
        (made, (url, b"", headers, 0), None),
        (made, (url, b"[]", headers, 0), None),
        (made, (url, body + b" ", headers, 0), None)
        if name == "wechat"
        else (made, (url, b"a=1", {}, 0), None),
        (made, message, NOON + timedelta(hours=26)),
        (made, message, NOON - timedelta(hours=26)),
        *([(other, message, None)] if name == "wechat" else []),  # another merchant's key opens it not
    ]
    for who, told, now in bad:
        with pytest.raises(NotGenuine):
            heard(who, told, now=now)
    assert heard(made, message).outcome is Outcome.PAID


@pytest.mark.feature("PA-07")
def test_wechats_probe_and_every_broken_header_are_refused(far):
    made = channel(far, "wechat")
    made.begin(tender())
    _, (url, body, headers, _) = paid(far, "wechat")
    broken = [{**headers, "Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{headers['Wechatpay-Signature']}"}]
    for mark in ("Timestamp", "Nonce", "Serial", "Signature"):
        broken += [{**headers, f"Wechatpay-{mark}": value} for value in ("", "0", "签名")]
        broken += [{k: v for k, v in headers.items() if k != f"Wechatpay-{mark}"}]
    for one in broken:
        with pytest.raises(NotGenuine):
            heard(made, (url, body, one, 0))
    with pytest.raises(NotGenuine):
        heard(made, (url, body, headers, 0), now=NOON + timedelta(seconds=301))


@pytest.mark.feature("PA-27")
@pytest.mark.parametrize("name", BOTH)
def test_the_old_and_the_new_key_both_count_and_one_that_was_taken_out_does_not(far, name, tmp_path):
    made = channel(far, name)
    made.begin(tender())
    trade, new = paid(far, name)
    far.switches.second_key = True
    notify(far, trade)
    old = far.post.sent[-1]
    assert heard(made, new) == heard(made, old) == made.ask(trade.number)
    for path in far.merchants.iterdir():
        text = path.read_text().replace(wechat.WECHAT_KEYS[1], "#").replace(alipay.ALIPAY_KEYS[1], "#")
        (tmp_path / path.name).write_text(text if path.suffix == ".toml" else path.read_text())
    known = merchants_in(tmp_path, channels=BOTH, production=False)
    mine = next(one for one in known if one.channel == name and one.serves(HEHUA))
    later = (WeChatChannel if name == "wechat" else AlipayChannel)(mine)
    assert heard(later, new).outcome is Outcome.PAID
    with pytest.raises(NotGenuine):
        heard(later, old)
    assert later.ask(trade.number).outcome is Outcome.UNKNOWN  # an answer under that key is no answer


@pytest.mark.feature("PA-13")
@pytest.mark.parametrize("name", BOTH)
def test_refunds_go_out_once_under_their_number_and_never_beyond_what_was_paid(far, name):
    made = channel(far, name)
    made.begin(tender())

    def back(number, amount):
        return made.refund(
            number="L260302ABC", refund_number=number, amount_fen=amount, total_fen=12345, reason="多付"
        ).outcome

    assert back("R0", 1) is RefundOutcome.FAILED
    paid(far, name)
    assert [back("R1", 12000) for _ in range(3)] == [RefundOutcome.PROCESSING] * 3
    assert back("R2", 346) is RefundOutcome.FAILED
    done = made.ask_refund(number="L260302ABC", refund_number="R1")
    assert (done.outcome, done.amount_fen, done.done_at) == (RefundOutcome.DONE, 12000, NOON)
    assert made.ask_refund(number="L260302ABC", refund_number="R9").outcome is RefundOutcome.FAILED
    assert made.ask("L260302ABC").outcome is Outcome.PAID
    far.switches.down = True
    assert back("R3", 1) is RefundOutcome.UNKNOWN
    assert made.ask_refund(number="L260302ABC", refund_number="R1").outcome is RefundOutcome.UNKNOWN


@pytest.mark.parametrize("name", BOTH)
def test_a_closed_order_is_paid_by_nobody_a_paid_one_is_not_closed_and_a_silent_channel_says_nothing(
    far, name
):
    made = channel(far, name)
    made.begin(tender())
    assert made.close("L260302ABC") is Outcome.CLOSED
    assert not far.book.pay(far.book.find(name, "L260302ABC"), now=NOON)
    assert made.ask("L260302ABC").outcome is Outcome.CLOSED
    made.begin(tender("L2"))
    paid(far, name, "L2")
    assert made.close("L2") is Outcome.PAID
    far.switches.down = True
    assert (made.ask("L2").outcome, made.close("L2")) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    with pytest.raises(ChannelSilent):
        made.begin(tender("L3"))
    with pytest.raises(ChannelSilent):
        made.statement(day_of(NOON))


@pytest.mark.feature("PA-18")
def test_statements_come_as_the_channels_write_them(far):
    for name in BOTH:
        made = channel(far, name)
        assert made.statement(day_of(NOON)) is None
        made.begin(tender())
        paid(far, name)
        made.refund(number="L260302ABC", refund_number="R1", amount_fen=345, total_fen=12345, reason="多付")
    text = channel(far, "wechat").statement(day_of(NOON))
    rows = text.content.decode("utf-8-sig").splitlines()
    assert text.format is StatementFormat.WECHAT
    assert rows[-1] == "`2,`123.45,`3.45,`0.00,`0.72,`123.45,`3.45"
    packed = channel(far, "alipay").statement(day_of(NOON))
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        table = archive.read(archive.namelist()[0]).decode("gbk").splitlines()
    assert packed.format is StatementFormat.ALIPAY
    assert [row.split("\t,")[11].strip() for row in table if not row.startswith(("#", "支付宝交易号"))] == [
        "123.45",
        "-3.45",
    ]


@pytest.mark.feature("PA-23")
def test_merchants_files_that_cannot_be_right_stop_the_start_without_telling_a_secret(far, tmp_path):
    path = next(one for one in far.merchants.glob("wechat*01.toml"))
    good = path.read_text()
    for kind, text in {
        "api_v3_key": good.replace("simulated-api-v3-key", "short"),
        "serial": good.replace("serial", "#"),
        "app_id": good.replace("app_id", "#"),
        "FileNotFoundError": good.replace(".key.pem", ".gone.pem"),
        "channel": good.replace('"wechat"', '"coins"'),
    }.items():
        for one in far.merchants.iterdir():
            (tmp_path / one.name).write_bytes(one.read_bytes())
        (tmp_path / path.name).write_text(text)
        with pytest.raises(BadMerchant, match=kind) as no:
            merchants_in(tmp_path, channels=BOTH, production=False)
        assert "short" not in str(no.value)
    (tmp_path / path.name).write_text(good)
    (tmp_path / "again.toml").write_text(good)
    with pytest.raises(BadMerchant, match="two wechat"):
        merchants_in(tmp_path, channels=BOTH, production=False)
    with pytest.raises(BadMerchant, match="gateway"):
        merchants_in(far.merchants, channels=BOTH, production=True)
    with pytest.raises(BadMerchant, match="no merchant for alipay"):
        merchants_in(tmp_path / "none", channels=("alipay",), production=False)
    known = merchants_in(far.merchants, channels=BOTH, production=False)
    assert not any(word in repr(known) for word in ("PRIVATE", "simulated-api", "simulated-app"))


def test_a_channel_without_a_merchant_stops_the_start_and_production_takes_no_simulator(far, tmp_path):
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    for more in (
        {"payment_channels": ("wechat",)},
        {"payment_channels": BOTH, "merchants": str(far.merchants), "env": "production"},
    ):
        with pytest.raises(BadSetting, match="LINLI_MERCHANTS"):
            create_app(settings_for(url, tmp_path, **more))


@pytest.mark.feature("PA-07")
@pytest.mark.parametrize("name", BOTH)
def test_a_thousand_notifications_with_one_letter_changed_are_none_of_them_genuine(far, name):
    made, chance = channel(far, name), Random(20260302)
    made.begin(tender())
    _, (url, body, headers, _) = paid(far, name)
    end = len(body) if name == "wechat" else body.index(b"&sign=")
    for _ in range(500):
        at = chance.randrange(end)
        other = chance.choice([letter for letter in b"0123456789abcdefABCDEF" if letter != body[at]])
        changed = body[:at] + bytes([other]) + body[at + 1 :]
        if unquote_plus(changed.decode()) == unquote_plus(body.decode()):
            continue  # %3a says what %3A says
        with pytest.raises(NotGenuine):
            heard(made, (url, changed, headers, 0))
