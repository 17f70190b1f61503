"""What the drill of money drives: the payment simulator as a process of its own, and estates that are all alike."""

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from drills._house import LOOPBACK, PATIENCE, ROOT, free_port
from linli.domains.estates.models import Company
from linli.kernel.actors import Role
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places

RATE_MFEN, REFUND_FEN = (
    1_200_000,
    110_000,
)  # 12 yuan a square metre; a refund that two people have to agree to
ITEMS = ("物业费", "停车费", "垃圾清运费")


class FarSide:
    """The payment simulator, seen from beside."""

    def __init__(self, port):
        self.address, self.ears = f"http://{LOOPBACK}:{port}", 0

    def ask(self, path, body=None):
        """GET, or POST where there is a body; JSON or nothing."""
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(self.address + path, data=sent, headers=headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            content = answer.read()
            is_json = "json" in answer.headers.get("Content-Type", "")
        return json.loads(content) if is_json else None

    def pay(self, order):
        """The payer pays; what linli's ear answered to the notification of it, 0 where nothing."""
        return self._told(f"/pay/{order.channel}/{order.number}")

    def tell_again(self, order):
        """The channel repeats a notification; its answer."""
        return self._told(f"/notify/{order.channel}/{order.number}")

    def _told(self, path):
        before = len(self.ask("/sent"))
        self.ask(path, {})
        ends = time.monotonic() + PATIENCE
        while len(sent := self.ask("/sent")) == before:
            if time.monotonic() > ends:
                raise RuntimeError("the simulator tells nobody")
            time.sleep(0.005)
        return sent[-1][1]


@contextmanager
def simulator(folder, company):
    """`python -m simulators.payments` for a company, up when this begins, and the folder of its merchants."""
    port = free_port()
    setpriv = shutil.which("setpriv")
    guarded = (setpriv, "--pdeathsig", "KILL") if setpriv else ()  # it goes with the drill, however that ends
    command = (sys.executable, "-m", "simulators.payments", "--folder", str(folder), "--port", str(port))
    process = subprocess.Popen(
        [*guarded, *command, "--company", company], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        process.stdout.readline()
        far, ends = FarSide(port), time.monotonic() + PATIENCE
        while True:
            try:
                far.ask("/switches", {"once": True})
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.monotonic() > ends:
                    raise
                time.sleep(0.05)
        yield far
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Place:
    """An estate with two flats of one owner, three items to bill, and the people of its property company."""

    def __init__(self, company):
        estate = places.estate()
        self.id = estate.id
        places.contract(estate, company)
        owner = people.account("王秀英")
        people.owner(
            estate,
            places.unit(estate, "1幢101室"),
            places.unit(estate, "1幢102室"),
            name="王秀英",
            account=owner,
        )
        self.items = [fees.item(estate, item) for item in ITEMS]
        for item in self.items:
            fees.tariff(item, rate_mfen=RATE_MFEN)
        self.items = [str(item.id) for item in self.items]
        self.tokens = {
            "owner": people.token(owner),
            "cashier": people.token(people.staff(Role.PROPERTY_CASHIER, estate)),
            "manager": people.token(people.staff(Role.PROPERTY_MANAGER, estate)),
            "head": people.token(people.staff(Role.COMPANY_HEAD, company)),
        }


def found():
    """One more estate of the house's company, like all others."""
    with transaction():
        (company,) = db.session.scalars(db.select(Company))
        return Place(company)


def company():
    """The name of the house's company."""
    with transaction(writes=False):
        (name,) = db.session.scalars(db.select(Company.name))
        return name
