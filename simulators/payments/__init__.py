"""WeChat Pay and Alipay in small: a process that speaks both protocols with real signatures and moves no money.

    python -m simulators.payments --folder var/simulator --company 荷花物业服务有限公司

It makes its keys on the first start and writes `merchants/` into its folder, which `LINLI_MERCHANTS` may
point to. What it is to do wrong is said by `POST /switches` (see `switches.py`).
"""
