"""Tables of tariffs and bills. Prices, bills, lines and settlements are written once and never changed."""

from linli.domains.fees.models.arrears import ArrearsCause, BillDispute, BillReminder
from linli.domains.fees.models.bills import Bill, BillLine, BillRun, BillSettlement, Voiding
from linli.domains.fees.models.changes import FeeChange
from linli.domains.fees.models.costs import CostShare, SharedCost
from linli.domains.fees.models.drafts import BillDraft, DraftPart, OldBills
from linli.domains.fees.models.handovers import Handover
from linli.domains.fees.models.items import FeeItem, Tariff
from linli.domains.fees.models.metering import Meter, Reading, ReadingWindow, SentReading, TariffStep
from linli.domains.fees.models.parts import BillPart
from linli.domains.fees.models.plans import ArrearsPlan, PlanBill, PlanInstalment
from linli.domains.fees.models.reliefs import LateTerm, Relief

__all__ = [
    "ArrearsCause",
    "ArrearsPlan",
    "Bill",
    "BillDispute",
    "BillDraft",
    "BillLine",
    "BillPart",
    "BillReminder",
    "BillRun",
    "BillSettlement",
    "CostShare",
    "DraftPart",
    "FeeChange",
    "FeeItem",
    "Handover",
    "LateTerm",
    "Meter",
    "OldBills",
    "PlanBill",
    "PlanInstalment",
    "Reading",
    "ReadingWindow",
    "Relief",
    "SentReading",
    "SharedCost",
    "Tariff",
    "TariffStep",
    "Voiding",
]
