"""A company's books in django-ledger as its documentation sets them up, on the database that PEER_DATABASE names.

python ledger_site.py CUSTOMERS

makes the tables, an entity that books when it is owed, its chart of accounts, a service and the customers; then it
reads numbers of invoices, a line each, bills so many and writes how many seconds it took.
"""

import logging
import os
import sys
import time
from datetime import UTC, datetime
from itertools import cycle, islice

import django
from django.conf import settings
from django.core.management import call_command

HOST, NAME, USER = os.environ["PEER_DATABASE"].split(",")
TODAY = datetime.now(UTC).date()

settings.configure(
    SECRET_KEY="a peer in a benchmark",
    USE_TZ=True,
    DJANGO_LEDGER_USE_DEPRECATED_BEHAVIOR=False,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    LOGGING={"version": 1, "disable_existing_loggers": True},
    DATABASES={
        "default": {"ENGINE": "django.db.backends.postgresql", "NAME": NAME, "USER": USER, "HOST": HOST}
    },
    INSTALLED_APPS=[
        *(f"django.contrib.{one}" for one in ("admin", "auth", "contenttypes", "sessions", "messages")),
        "django_ledger",
    ],
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - after the settings
from django_ledger.io import roles  # noqa: E402
from django_ledger.models import EntityModel, InvoiceModel, ItemModel, ItemTransactionModel  # noqa: E402


class Books:
    """An entity with a service to bill and customers to bill it to."""

    def __init__(self, customers: int) -> None:
        call_command("migrate", verbosity=0)
        self.clerk = get_user_model().objects.create_user("clerk", "clerk@example.com", "a long password")
        self.entity = EntityModel.create_entity(
            name="Estate", admin=self.clerk, use_accrual_method=True, fy_start_month=1
        )
        self.entity.create_chart_of_accounts(assign_as_default=True, commit=True)
        self.entity.populate_default_coa(activate_accounts=True)
        accounts = self.entity.get_coa_accounts()
        self.cash, self.owed, self.deferred, earned, cost = (
            accounts.filter(role=role).first()
            for role in (
                roles.ASSET_CA_CASH, roles.ASSET_CA_RECEIVABLES, roles.LIABILITY_CL_DEFERRED_REVENUE,
                roles.INCOME_OPERATIONAL, roles.COGS_REGULAR,
            )
        )  # fmt: skip
        self.service = ItemModel(
            entity=self.entity, name="Property fee", uom=self.entity.create_uom(name="month", unit_abbr="mo"),
            item_role=ItemModel.ITEM_ROLE_SERVICE, item_type=ItemModel.ITEM_TYPE_LABOR,
            is_product_or_service=True, for_inventory=False, earnings_account=earned, cogs_account=cost,
            additional_info={},
        )  # fmt: skip
        self.service.full_clean()
        self.service.save()
        self.customers = cycle(
            self.entity.create_customer({"customer_name": f"Unit {number}", "active": True})
            for number in range(customers)
        )

    def bill(self, customer: object) -> None:
        """One invoice of one line, as its documentation makes one: drafted, reviewed and approved, which books it."""
        invoice = self.entity.create_invoice(
            customer_model=customer, terms=InvoiceModel.TERMS_NET_30, cash_account=self.cash,
            prepaid_account=self.owed, payable_account=self.deferred, date_draft=TODAY, commit=True,
        )  # fmt: skip
        line = ItemTransactionModel(
            invoice_model=invoice, item_model=self.service, quantity=1, unit_cost=180.50
        )
        line.full_clean()
        lines = invoice.itemtransactionmodel_set.bulk_create([line])
        invoice.update_amount_due(itemtxs_qs=lines)
        invoice.full_clean()
        invoice.save()
        invoice.mark_as_review(commit=True, date_in_review=TODAY)
        invoice.mark_as_approved(
            entity_slug=self.entity.slug, user_model=self.clerk, commit=True, date_approved=TODAY
        )


def main(customers: int) -> None:
    """Answer each number with seconds, until there are no more."""
    logging.disable()
    books = Books(customers)
    print("ready", flush=True)
    for asked in sys.stdin:
        started = time.perf_counter()
        for customer in islice(books.customers, int(asked)):
            books.bill(customer)
        print(time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
