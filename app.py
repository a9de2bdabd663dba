"""The one screen of the dashboard: everything happens in the frame."""

from kam.ui import frame

frame.run()
