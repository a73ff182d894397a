"""The figures of a report: drawn by matplotlib, which is loaded when the first one is asked for."""
