"""Xinlian: who is reached by which organisation, and where nobody is.

import xinlian
network = xinlian.load("ledgers/")
xinlian.gaps(network).to_frame()
network.to_networkx()
"""
