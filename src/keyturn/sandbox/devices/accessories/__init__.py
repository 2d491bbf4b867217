"""accessories: what is paired with a device, and its own buttons.

A keypad judges codes and fingers by what the device knows; a press becomes an order; a sensor sees the door.
"""
