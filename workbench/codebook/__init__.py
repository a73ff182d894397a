"""What a study asks: questions, labels, their level of measurement, span categories."""
