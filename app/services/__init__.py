"""What a member does at a console: submit an act, take a seal in hand, sign in."""
