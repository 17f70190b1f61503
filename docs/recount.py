"""Recount a vote's resolutions: `python recount.py BUNDLE.zip [RECEIPT_HASH]`. `linli verify` knows the elections too."""
# ruff: noqa: ANN001, ANN201, INP001, T201 - one page, to be read by whoever wants to check us

import csv
import hashlib
import io
import json
import sys
import zipfile


def read(path):
    with zipfile.ZipFile(path) as bundle:
        vote, result = (json.loads(bundle.read(name)) for name in ("vote.json", "result.json"))
        roll = {
            row["voter_no"]: (int(row["area"]), row["delivered"] == "1")
            for row in csv.DictReader(io.StringIO(bundle.read("roll.csv").decode()))
        }
        ballots = [json.loads(line) for line in bundle.read("ballots.jsonl").splitlines()]
    return vote, roll, ballots, result


def check_chain(ballots, last_hash):
    prev = "0" * 64
    for seq, ballot in enumerate(ballots, 1):
        content = {name: value for name, value in ballot.items() if name != "hash"}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        made = hashlib.sha256(f"{prev}\n{text}".encode()).hexdigest()
        if (ballot["seq"], ballot["prev"], ballot["hash"]) != (seq, prev, made):
            sys.exit(f"ballot {seq} was touched")
        prev = made
    if prev != last_hash:
        sys.exit("ballots are missing at the end")


def effective(vote, roll, ballots):
    """The ballot of each voter that counts. All moments are written with +08:00, so they compare as text."""
    rules, standing = vote["rules"], {}
    for ballot in ballots:
        if ballot["voter_no"] in roll and vote["opens_at"] <= ballot["cast_at"] < vote["closes_at"]:
            mine = standing.setdefault(ballot["voter_no"], {})
            if ballot["channel"] not in mine or rules["ballot_change"] == "last_wins":
                mine[ballot["channel"]] = ballot
    wanted = {"online_wins": "online", "paper_wins": "paper"}.get(rules["conflict"])
    return {
        voter: min(
            mine.values(),
            key=lambda one: (one["channel"] != (wanted or one["channel"]), one["cast_at"], one["seq"]),
        )
        for voter, mine in standing.items()
    }


def count(vote, roll, standing, item):
    sums = {choice: [0, 0] for choice in ("for", "against", "abstain", "follow_majority")}
    for voter, (area, delivered) in roll.items():
        if voter in standing:
            choice = standing[voter]["choices"].get(item["item_id"], "abstain")
        elif delivered and vote["rules"]["uncast"] == "delivered_follows_majority":
            choice = "follow_majority"
        else:
            continue
        sums[choice][0] += 1
        sums[choice][1] += area
    follow, (agreed, refused) = sums.pop("follow_majority"), (sums["for"], sums["against"])
    ahead = [mine - theirs for mine, theirs in zip(agreed, refused, strict=True)]
    leader = "for" if min(ahead) > 0 else "against" if max(ahead) < 0 else "abstain"
    sums[leader] = [mine + more for mine, more in zip(sums[leader], follow, strict=True)]
    part = [sum(axis) for axis in zip(*sums.values(), strict=True)]
    whole = [len(roll), sum(area for area, _ in roll.values())]
    quorum = part[0] > 0 and all(3 * took >= 2 * all_ for took, all_ in zip(part, whole, strict=True))
    special = item["threshold"] == "special"
    enough = [
        4 * yes >= 3 * took if special else 2 * yes > took
        for yes, took in zip(sums["for"], part, strict=True)
    ]
    return sums, part, quorum, quorum and all(enough)


def main(path, receipt=None):
    vote, roll, ballots, result = read(path)
    check_chain(ballots, result["ballots"]["last_hash"])
    standing = effective(vote, roll, ballots)
    for item, published in zip(vote["items"], result["items"], strict=True):
        if item["kind"] == "resolution":
            sums, part, quorum, passed = count(vote, roll, standing, item)
            pairs = [("participating", part), *sums.items()]
            same = all([published[name]["heads"], published[name]["area"]] == found for name, found in pairs)
            if not same or (published["quorum"], published["passed"]) != (quorum, passed):
                sys.exit(f"the result of {item['title']} differs")
            print(item["title"], sums, "passed" if passed else "not passed")
    for ballot in ballots:
        if ballot["hash"] == receipt:
            print("your row:", ballot["seq"], ballot["choices"])


if __name__ == "__main__":
    main(*sys.argv[1:])
