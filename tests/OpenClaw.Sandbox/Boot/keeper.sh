#!/bin/bash
# Keeps one sandbox alive for as long as stdin is open, and leaves nothing of it behind: whoever started this script holds the other end,
# and the kernel closes it however he ends. Runs as root in a mount namespace of its own.
#   keeper.sh WORK-FOLDER     prints the pid of the "unshare" whose only child is PID 1 of the sandbox
set -u
here=$(dirname "$(readlink -f "$0")")
work=$1
cgroups=$work/cgroup
group=$cgroups/openclaw-sandbox-$$

mkdir "$cgroups" && mount -t cgroup2 cgroup2 "$cgroups" && mkdir "$group" || exit 1
chown -R 1000:1000 "$work/seed"
(
  echo "$BASHPID" >"$group/cgroup.procs" || exit 1
  exec setpriv --pdeathsig KILL \
    unshare --fork --kill-child --pid --mount-proc --mount --net --uts --ipc --cgroup /bin/bash "$here/inside.sh" "$work"
) </dev/null >"$work/console.log" 2>&1 &
outer=$!
echo "$outer"

while read -r _; do :; done

{ echo 1 >"$group/cgroup.kill" || kill -KILL "$outer"; } 2>/dev/null
wait "$outer" 2>/dev/null
# The kernel takes a moment to bury what was killed.
for _ in $(seq 100); do
  find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
  [ -d "$group" ] || break
  sleep 0.1
done
umount "$cgroups" && rm -rf --one-file-system "$work"
