"""What is shown of a person where the full value is not needed (PIPL §6: least data)."""


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳修文 → 欧***; a company's name is public and stays (callers do not mask it)."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; anything short shows only its last two digits."""
    if len(phone) < 8:  # noqa: PLR2004 - too short to hide its middle
        return "*" * max(0, len(phone) - 2) + phone[-2:]
    return f"{phone[:3]}****{phone[-4:]}"


def mask_id_no(number: str) -> str:
    """An identity number shows its first and last character only."""
    return f"{number[:1]}{'*' * max(1, len(number) - 2)}{number[-1:]}" if number else ""
