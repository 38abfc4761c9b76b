"""What a sentence means: intent and entities. Rasa trains, a numpy runtime serves."""
