"""How often one may claim homes, try invitation codes and look at what is hidden."""

from datetime import timedelta

from linli.platform.limits import Limit

CLAIMS_PER_ADDRESS = Limit("claims-address", times=120, period=timedelta(hours=1))
REVEALS_PER_ADDRESS = Limit("reveals-address", times=200, period=timedelta(hours=1))
