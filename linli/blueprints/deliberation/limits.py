"""How often one person may post, report and sign: more than anybody needs, less than a machine wants."""

from datetime import timedelta

from linli.blueprints.account.doorkeeper import account_at_the_door
from linli.platform.limits import Limit

TOPICS = Limit("deliberation-topics", times=10, period=timedelta(hours=1))
COMMENTS = Limit("deliberation-comments", times=60, period=timedelta(hours=1))
REPORTS = Limit("deliberation-reports", times=20, period=timedelta(hours=1))
NAMES = Limit("deliberation-names", times=20, period=timedelta(hours=1))
PROPOSALS = Limit("deliberation-proposals", times=5, period=timedelta(hours=1))
SIGNATURES = Limit("deliberation-signatures", times=30, period=timedelta(hours=1))

by_person = account_at_the_door
