"""Reports: renderings of one view model; labels, percentages and arrows live here and nowhere else."""
