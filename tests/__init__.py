"""The tests mirror the packages; flows/ tells whole stories end to end."""
