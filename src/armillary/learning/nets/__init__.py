"""Neural networks for tables: trained with torch, used with numpy.

An architecture says once, in a few operations, what its layers are and how they answer. Training
runs these operations in torch, predicting in numpy, so that who only asks a model needs no torch.
"""
