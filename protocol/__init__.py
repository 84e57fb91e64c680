"""What is said: bytes and messages between console, cloud and seal. No I/O."""
