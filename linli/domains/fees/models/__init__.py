"""Tables of tariffs and bills. Prices, bills, lines and settlements are written once and never changed."""

from linli.domains.fees.models.bills import Bill, BillLine, BillRun, BillSettlement, Voiding
from linli.domains.fees.models.items import FeeItem, Tariff

__all__ = ["Bill", "BillLine", "BillRun", "BillSettlement", "FeeItem", "Tariff", "Voiding"]
