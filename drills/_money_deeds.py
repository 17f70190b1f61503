"""An estate's month of money, deed by deed.

A deed must happen whole or not at all: somebody's request, a channel's notification, a round of one of the worker's
errands. Each is done by a process that may die in it, and done again by one that lives.
"""

import uuid
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from drills._house import Person
from drills._money import ITEMS, RATE_MFEN
from linli.kernel.times import day_of, start_of
from linli.platform import clock

BILL_FEN, REFUND_FEN = (
    RATE_MFEN // 10,
    110_000,
)  # of 100 square metres; a refund that two people have to agree to
SAID_NO = {
    403,
    409,
}  # what was done already is refused the second time, where no key tells that it is the same try
_AGO = "- interval '11 minutes'"
ASKED_LONG_AGO = (
    f"UPDATE payment_order SET begun_at = begun_at {_AGO}, asked_at = asked_at {_AGO} WHERE state = 'paying'"
)
SENT_LONG_AGO = f"UPDATE refund SET sent_at = sent_at {_AGO} WHERE state = 'processing'"
DEEDS = (
    "issue_run", "approve_bills", "issue_bills", "hear_alipay", "hear_wechat", "ask_channels", "ask_refund", "agree",
    "agree_too", "send_refund", "confirm_refund", "take_cash", "close_desk", "check_desk", "fetch_statements",
    "close_day",
)  # fmt: skip


class Order(NamedTuple):
    """A payment under way, as payer and channel know it."""

    id: str
    channel: str
    number: str


class Month:
    """One estate's month: each method makes what a deed needs and returns the deed, in the order of DEEDS."""

    def __init__(self, made, far, place, nursery):
        self.made, self.far, self.place, self.nursery = made, far, place, nursery
        self.today = day_of(clock.now())
        self.path = f"/api/v1/estates/{place.id}"
        self.people = {name: Person(made.port, token, place.id) for name, token in place.tokens.items()}
        self.bills, self.second = {}, None

    def say(self, who, path, body):
        """Ask for something that has to go well."""
        return self._good(path, *self.people[who].ask("POST", self.path + path, body))

    def see(self, who, path):
        return self._good(path, *self.people[who].ask("GET", self.path + path))

    def _good(self, path, status, answer):
        if status not in {200, 201}:
            raise RuntimeError(f"{path} was answered {status}: {answer}")
        return answer

    def hang_up(self):
        for person in self.people.values():
            person.hang_up()

    def order(self, channel, bill_ids):
        """The payer goes to a channel with some bills."""
        made = self.say("owner", "/payments", {"bill_ids": bill_ids, "channel": channel})
        self.see("owner", f"/payments/{made['id']}/cashier")
        return Order(made["id"], channel, made["number"])

    def period(self):
        """This month, and a day to pay by."""
        due_on = self.today + timedelta(days=20)
        return {"since_on": f"{self.today:%Y-%m}-01", "months": 1, "due_on": f"{due_on}"}

    def issue_run(self):
        """One item's bills by the cashier herself."""
        return Asked(self, "cashier", "/bill-runs", {"item_id": self.place.items[2], **self.period()})

    def approve_bills(self):
        """Two items prepared by one, approved by another."""
        self.nursery.run_errand("outbox")  # the worker's next round has these bills to issue and nothing else
        made = self.say("cashier", "/bill-drafts", {"item_ids": self.place.items[:2], **self.period()})
        path = f"/bill-drafts/{made['id']}/decision"
        return Asked(self, "manager", path, {"approve": True}, once=False)

    def issue_bills(self):
        """The worker issues them, item by item."""
        return Errand(self, "outbox")

    def hear_alipay(self):
        """Alipay tells that all bills of the two items are paid."""
        shown = self.see("owner", "/bills")["items"]
        self.bills = {(one["item_name"], one["unit_label"]): one["id"] for one in shown}
        chosen = [self.bills[key] for key in sorted(self.bills) if key[0] in ITEMS[:2]]
        first, self.second = self.order("alipay", chosen), self.order("wechat", chosen[:1])
        return Told(self, first)

    def hear_wechat(self):
        """WeChat tells that one of them was paid there too: it is nobody's debt any more."""
        return Told(self, self.second)

    def ask_channels(self):
        """A payment of which no notification ever came is found by asking."""
        self.far.ask("/switches", {"mute": True})
        third = self.order("wechat", [self.bills[ITEMS[2], "1幢101室"]])
        self.far.ask(f"/pay/wechat/{third.number}", {})
        self.far.ask("/switches", {"mute": False})
        return Errand(self, "ask_channels", ASKED_LONG_AGO)

    def ask_refund(self):
        """The payer wants part of the surplus back."""
        number = self.made.query(f"SELECT id FROM payment WHERE order_id = '{self.second.id}'")[0][0]
        body = {"payment_id": str(number), "amount_fen": REFUND_FEN, "reason": "付了两次"}
        return Asked(self, "owner", "/refunds", body)

    def agree(self):
        """The manager lets it go."""
        return Asked(self, "manager", "/refunds/decisions", self._agreed(), once=False)

    def agree_too(self):
        """So does the head of the company."""
        return Asked(self, "head", "/refunds/decisions", self._agreed(), once=False)

    def _agreed(self):
        return {"refund_id": self.see("owner", "/refunds")["items"][0]["id"], "agree": True}

    def send_refund(self):
        """The worker tells the channel to give it back."""
        return Errand(self, "send_refunds")

    def confirm_refund(self):
        """The worker asks the channel whether it has arrived."""
        return Errand(self, "send_refunds", SENT_LONG_AGO)

    def take_cash(self):
        """The last bill is paid at the desk."""
        number = f"XJ-{self.place.id.hex[:12]}"
        body = {"bill_ids": [self.bills[ITEMS[2], "1幢102室"]], "way": "cash", "voucher_no": number}
        return Asked(self, "cashier", "/desk-payments", body | {"received_fen": BILL_FEN})

    def close_desk(self):
        """The cashier counts."""
        return Asked(self, "cashier", "/desk-closings", {"counted_fen": BILL_FEN})

    def check_desk(self):
        """The manager counts again."""
        number = self.see("manager", "/desk-closings")["items"][0]["id"]
        return Asked(self, "manager", "/desk-closings/checks", {"closing_id": number}, once=False)

    def fetch_statements(self):
        """Tomorrow the worker fetches today's statements of both channels."""
        tomorrow = start_of(self.today + timedelta(days=1)) + timedelta(hours=12)
        return Errand(self, "fetch_statements", skew=int((tomorrow - clock.now()).total_seconds()))

    def close_day(self):
        """The cashier closes the day of both channels; of the second she may not hear."""
        one, other = sorted(self.see("cashier", "/statements")["days"], key=lambda day: day["channel"])
        self.say("cashier", "/statements/closings", {"statement_id": one["id"]})
        return Asked(self, "cashier", "/statements/closings", {"statement_id": other["id"]}, once=False)


class Asked:
    """Somebody asks the web for something, and again with the same key."""

    def __init__(self, month, who, path, body, *, once=True):
        self.month, self.who, self.body, self.once = month, who, body, once
        self.key, self.address = uuid.uuid4().hex, month.path + path

    def by_mortal(self, **wish):
        with _mortal_web(self.month, path=self.address, **wish):
            self._ask()

    def again(self):
        status = self._ask()
        return status in {200, 201} or (not self.once and status in SAID_NO)

    def _ask(self):
        return self.month.people[self.who].ask("POST", self.address, self.body, key=self.key)[0]


class Told:
    """A channel tells of a payment, and repeats it, even after it was thanked."""

    def __init__(self, month, order):
        self.month, self.order = month, order
        merchant = month.made.query(f"SELECT merchant FROM payment_order WHERE id = '{order.id}'")[0][0]
        self.address = f"/api/v1/payments/notifications/{order.channel}/{merchant}"

    def by_mortal(self, **wish):
        with _mortal_web(self.month, path=self.address, **wish):
            self.month.far.pay(self.order)

    def again(self):
        return all(self.month.far.tell_again(self.order) in {200, 204} for _ in range(2))


class Errand:
    """A round of one of the worker's errands. `due_again` is what lets it find its work some minutes later."""

    def __init__(self, month, name, due_again="", **wish):
        self.month, self.name, self.due_again, self.wish = month, name, due_again, wish

    def by_mortal(self, **wish):
        if self.due_again:
            self.month.made.change(self.due_again)
        self.month.nursery.run_errand(self.name, **self.wish, **wish)

    def again(self):
        for _ in range(2):
            self.by_mortal()
        return True


@contextmanager
def _mortal_web(month, **wish):
    """A web process that may die, in the place of the healthy one, which is started again."""
    month.hang_up()
    month.nursery.kill()
    month.nursery.start(month.made.port, **wish)
    try:
        yield
    finally:
        month.hang_up()
        month.nursery.kill()
        month.nursery.start(month.made.port)
