#!/bin/bash
# Tries what a sandbox is built from, in namespaces of its own, and names what this machine refuses.
#   trial.sh EMPTY-FOLDER
set -eu
folder=$1
trap '[ -z "${step:-}" ] || echo "$step" >&2' EXIT

step='a tmpfs cannot be mounted'
mount -t tmpfs sandbox "$folder"
mkdir "$folder"/{cgroup,lower,upper,work,merged}
step='cgroup v2 cannot be mounted'
mount -t cgroup2 cgroup2 "$folder/cgroup"
step='no cgroup can be made'
mkdir "$folder/cgroup/openclaw-trial-$$"
rmdir "$folder/cgroup/openclaw-trial-$$"
step='overlayfs cannot be mounted'
mount -t overlay -o "lowerdir=$folder/lower,upperdir=$folder/upper,workdir=$folder/work" overlay "$folder/merged"
step='the root file system cannot be made read-only'
mount -o remount,bind,ro /
step=
