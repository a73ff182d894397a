"""What the workbench costs, each cost measured beside something plain in the same run."""
