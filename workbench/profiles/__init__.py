"""What annotators say of themselves, where a study asks and they agree; never shown by person."""
