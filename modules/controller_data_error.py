"""What all errors in the data of a controller have in common: no environment file can mend them."""


class ControllerDataError(Exception):
    """The data of a controller is wrong; its text is what to tell whoever changed that controller."""
