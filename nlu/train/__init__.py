"""What runs in Rasa's own environment: its components, training, evaluation."""
