"""What is allowed: pure rules that console, cloud and simulator run alike. No I/O, no clock."""
