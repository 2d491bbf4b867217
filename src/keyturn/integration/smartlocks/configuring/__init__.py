"""What a customer sets at a device: asked for, sent whole, and said to be so only when the device has it.

Serves: confirmed-actions, guided-errors.
"""
