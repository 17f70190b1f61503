"""What must hold in the books of money at every moment, and what an estate's books look like, to compare two of them."""

import psycopg

ALWAYS = {
    "bookings that do not balance": "SELECT 1 FROM ledger_entry GROUP BY estate_id, transaction_id HAVING sum(amount_fen) <> 0",
    "debits that are not the credits": "SELECT 1 FROM (SELECT sum(amount_fen) AS fen FROM ledger_entry) e WHERE fen <> 0",
    "entries whose booking is not closed": "SELECT 1 FROM ledger_entry e WHERE NOT EXISTS (SELECT 1 FROM ledger_transaction t"
    " WHERE t.estate_id = e.estate_id AND t.id = e.transaction_id)",
    "runs and bookings without one another": "SELECT 1 FROM bill_run r FULL JOIN (SELECT * FROM ledger_transaction"
    " WHERE posting = 'bills_issued') t ON t.source_id = r.id WHERE r.id IS NULL OR t.id IS NULL",
    "bills that differ from their lines": "SELECT 1 FROM bill b WHERE amount_fen <> (SELECT coalesce(sum(amount_fen), 0)"
    " FROM bill_line l WHERE l.bill_id = b.id) + (SELECT coalesce(sum(amount_fen), 0) FROM bill_part p WHERE p.bill_id = b.id)",
    "bills over-settled": "SELECT 1 FROM bill_settlement s JOIN bill b ON b.id = s.bill_id"
    " GROUP BY b.id, b.amount_fen HAVING sum(s.amount_fen) > b.amount_fen OR sum(s.amount_fen) < 0",
    "bills that differ from the ledger": "SELECT 1 FROM bill b WHERE amount_fen - (SELECT coalesce(sum(amount_fen), 0)"
    " FROM bill_settlement s WHERE s.bill_id = b.id) <> (SELECT coalesce(sum(e.amount_fen), 0) FROM ledger_entry e"
    " JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'receivable' WHERE e.bill_id = b.id)",
    "trades booked twice": "SELECT 1 FROM payment GROUP BY channel, trade_no HAVING count(*) > 1",
    "orders paid and not booked, or booked and not paid": "SELECT 1 FROM payment_order o LEFT JOIN payment p"
    " ON p.order_id = o.id WHERE (o.state = 'paid') <> (p.id IS NOT NULL)",
    "payments that differ from what they settled": "SELECT 1 FROM payment p WHERE amount_fen <> surplus_fen"
    " + (SELECT coalesce(sum(amount_fen), 0) FROM bill_settlement s WHERE s.source_id = p.id AND s.amount_fen > 0)",
    "payments and bookings without one another": "SELECT 1 FROM payment p FULL JOIN (SELECT * FROM ledger_transaction"
    " WHERE posting = 'payment') t ON t.source_id = p.id WHERE p.id IS NULL OR t.id IS NULL",
    "payments without a receipt": "SELECT 1 FROM payment p WHERE NOT EXISTS (SELECT 1 FROM receipt r WHERE r.payment_id = p.id)",
    "gaps in the receipts' numbers": "SELECT 1 FROM receipt GROUP BY estate_id, year HAVING max(count) <> count(*)",
    "refunds that were not put aside": "SELECT 1 FROM refund r FULL JOIN (SELECT * FROM ledger_transaction"
    " WHERE posting = 'refund_asked') t ON t.source_id = r.id WHERE r.id IS NULL OR t.id IS NULL",
    "refunds done and not booked, or booked and not done": "SELECT 1 FROM refund r LEFT JOIN (SELECT * FROM"
    " ledger_transaction WHERE posting = 'refund_done') t ON t.source_id = r.id WHERE (r.state = 'done') <> (t.id IS NOT NULL)",
    "refunds that went without two people": "SELECT 1 FROM refund r WHERE state <> 'requested' AND amount_fen > 100000"
    " AND (SELECT count(*) FROM refund_approval a WHERE a.refund_id = r.id) < 2",
    "more cash closed than taken": "SELECT 1 FROM desk_closing c GROUP BY estate_id HAVING sum(booked_fen) >"
    " (SELECT coalesce(sum(amount_fen), 0) FROM payment p WHERE p.estate_id = c.estate_id AND p.channel = 'cash')",
    "closed days that differ from their lines": "SELECT 1 FROM closed_day d WHERE matched_fen + explained_fen <> (SELECT"
    " coalesce(sum(CASE WHEN refund_number = '' THEN amount_fen ELSE -amount_fen END), 0) FROM statement_line l"
    " WHERE l.statement_id = d.statement_id)",
    "statements whose lines are not their sum": "SELECT 1 FROM channel_statement s WHERE paid_fen - refunded_fen -"
    " elsewhere_fen <> (SELECT coalesce(sum(CASE WHEN refund_number = '' THEN amount_fen ELSE -amount_fen END), 0)"
    " FROM statement_line l WHERE l.statement_id = s.id)",
}  # fmt: skip

_ROWS = {
    "bills": "SELECT i.name, b.unit_label, b.floor_area, b.liable, o.name, b.kind, b.edition, b.since_on, b.until_on,"
    " b.amount_fen FROM bill b JOIN fee_item i ON i.id = b.item_id LEFT JOIN owner o ON o.id = b.owner_id"
    " WHERE b.estate_id = %(estate)s",
    "lines of bills": "SELECT b.unit_label, i.name, l.position, l.since_on, l.until_on, l.formula, l.rate_mfen,"
    " l.floor_area, l.numerator, l.denominator, l.amount_fen FROM bill_line l JOIN bill b ON b.id = l.bill_id"
    " JOIN fee_item i ON i.id = b.item_id WHERE l.estate_id = %(estate)s",
    "runs": "SELECT i.name, r.since_on, r.until_on FROM bill_run r JOIN fee_item i ON i.id = r.item_id"
    " WHERE r.estate_id = %(estate)s",
    "prepared bills": "SELECT d.state, p.state, p.count, p.total_fen FROM bill_draft d JOIN draft_part p"
    " ON p.draft_id = d.id WHERE d.estate_id = %(estate)s",
    "ledger": "SELECT t.posting, a.kind, a.channel, b.unit_label, e.amount_fen FROM ledger_entry e JOIN ledger_transaction t"
    " ON t.id = e.transaction_id JOIN ledger_account a ON a.id = e.account_id LEFT JOIN bill b ON b.id = e.bill_id"
    " WHERE e.estate_id = %(estate)s",
    "orders": "SELECT channel, amount_fen, state FROM payment_order WHERE estate_id = %(estate)s",
    "payments": "SELECT p.channel, p.amount_fen, p.surplus_fen, r.count FROM payment p LEFT JOIN receipt r"
    " ON r.payment_id = p.id WHERE p.estate_id = %(estate)s",
    "settlements": "SELECT i.name, b.unit_label, s.amount_fen FROM bill_settlement s JOIN bill b ON b.id = s.bill_id"
    " JOIN fee_item i ON i.id = b.item_id WHERE s.estate_id = %(estate)s",
    "refunds": "SELECT amount_fen, state, said FROM refund WHERE estate_id = %(estate)s",
    "approvals": "SELECT role FROM refund_approval WHERE estate_id = %(estate)s",
    "closings": "SELECT c.booked_fen, c.counted_fen, k.id IS NOT NULL FROM desk_closing c LEFT JOIN desk_check k"
    " ON k.closing_id = c.id WHERE c.estate_id = %(estate)s",
    "statements": "SELECT s.channel, l.refund_number <> '', l.amount_fen, l.fee_fen, l.good FROM channel_statement s"
    " LEFT JOIN statement_line l ON l.statement_id = s.id WHERE s.estate_id = %(estate)s",
    "differences": "SELECT kind, ours_fen, theirs_fen, state FROM difference_case WHERE estate_id = %(estate)s",
    "closed days": "SELECT s.channel, d.matched_fen, d.explained_fen FROM closed_day d JOIN channel_statement s"
    " ON s.id = d.statement_id WHERE d.estate_id = %(estate)s",
    "alarms": "SELECT channel, kind FROM channel_alarm WHERE estate_id = %(estate)s",
    "acts written down": "SELECT act FROM audit_entry WHERE chain = %(estate)s AND result = 'done'",
    "promises": "SELECT reaction, state FROM outbox_message WHERE payload ->> 'estate_id' = %(estate)s::text",
}  # fmt: skip


class Books:
    """The database of a house seen from beside, over one connection."""

    def __init__(self, conninfo):
        self._connection = psycopg.connect(conninfo, autocommit=True)

    def close(self):
        self._connection.close()

    def rows(self, question, **known):
        return self._connection.execute(question, known).fetchall()

    def wrong(self):
        """What does not hold anywhere now, in words."""
        found = {what: len(self.rows(question)) for what, question in ALWAYS.items()}
        return [f"{what}: {count}" for what, count in found.items() if count]

    def of(self, estate_id):
        """All that an estate's books say, without what differs by nature: ids, numbers and moments."""
        return {
            name: sorted(map(repr, self.rows(question, estate=estate_id))) for name, question in _ROWS.items()
        }

    def beside(self, trades):
        """Where our books and those of the channels differ, in words: what was paid, and what was given back."""
        ours = self.rows(
            "SELECT channel, trade_no, amount_fen FROM payment WHERE channel IN ('wechat', 'alipay')"
        )
        back = self.rows("SELECT number, amount_fen FROM refund WHERE state = 'done'")
        theirs = [(one["channel"], one["trade_no"], one["amount_fen"]) for one in trades]
        given = [(one["number"], one["amount_fen"]) for trade in trades for one in trade["refunds"]]
        found = {
            "paid at the channel and not booked once here": _apart(theirs, ours),
            "given back at the channel and not booked once here": _apart(given, back),
        }
        return [f"{what}: {count}" for what, count in found.items() if count]


def _apart(theirs, ours):
    """How many stand on one side only, or not equally often."""
    left, right = sorted(theirs), sorted(map(tuple, ours))
    return 0 if left == right else len(set(left) ^ set(right)) or abs(len(left) - len(right))


def differences(one, other):
    """In which tables two estates' books differ, with the first row that does."""
    return [
        f"{name}: {len(one[name])} rows and {len(other[name])}, such as {next(iter(set(one[name]) ^ set(other[name])), 'one twice')}"
        for name in one
        if one[name] != other[name]
    ]
