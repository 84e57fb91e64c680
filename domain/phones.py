"""Phone numbers in the one form in which they are kept and compared, on both sides."""

HOME = "CN"


def normal_phone(text: str) -> str | None:
    """How a number is kept: the national digits in China, +… elsewhere; None if it is no phone number."""
    import phonenumbers  # late: the console's first window needs no number

    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    if number.country_code == phonenumbers.country_code_for_region(HOME):
        return phonenumbers.national_significant_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
