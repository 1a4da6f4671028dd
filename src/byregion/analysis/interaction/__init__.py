"""Spatial interaction: how access and flows depend on size and distance.

Words
-----
Accessibility
    What can be reached from a place, nearer counting more.
Gravity model
    Flows as sizes times a deterrence of cost, with none, one or both margins held (Wilson's
    family).
Deterrence
    The factor by which a flow falls with cost: exponential or power.
Radiation model
    Flows from sizes and the opportunities that lie between, without a parameter.
"""
