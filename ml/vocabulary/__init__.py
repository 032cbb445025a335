"""Words, units and limits of the product, defined once.

Python rooms import them from here; ``manage.py export_vocabulary`` writes the same values for the front end,
and the OpenAPI schema takes its enumerations from these classes.
"""

from ml.vocabulary.codes import *  # noqa: F403 (each name is written once, in its part)
from ml.vocabulary.limits import *  # noqa: F403
