# Time findClusters of LabourMarketAreas: Rscript regions_in_r.R PACKAGE FLOWS FOUND
# PACKAGE is the package's unpacked source, or the library that it is installed in.

given <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(data.table))
sources <- list.files(file.path(given[1], "R"), "[.]R$", full.names = TRUE)
if (length(sources) > 0) {
  for (file in sources) source(file)
} else {
  library(LabourMarketAreas, lib.loc = c(given[1], .libPaths()))
}

flows <- fread(given[2])
took <- system.time(found <- findClusters(flows, 1000, .6667, 10000, .75))
fwrite(found$lma$clusterList[, .(community, cluster)], given[3])

# The most memory held, from Linux; elsewhere what R's own heap has held. In MB.
peak <- sum(gc()[, 6])
if (file.exists("/proc/self/status")) {
  line <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
  peak <- as.numeric(gsub("[^0-9]", "", line)) / 1024
}
cat("\n", took[["elapsed"]], took[["user.self"]] + took[["sys.self"]], peak, "\n")
