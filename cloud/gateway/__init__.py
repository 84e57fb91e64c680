"""GPRS: the seals' broker, in this process or outside, and what answers them there. Nobody on the way is trusted."""
