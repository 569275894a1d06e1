"""Reading and codebook -> claims, events, stances, interests and questions."""
