#!/bin/bash
# PID 1 of the sandbox until systemd takes its place. Everything that can be written is in memory: the host's files are read-only, and
# its /tmp, /run, /home, /dev and /proc/sys are out of reach, because a booting systemd tidies and sets what it finds there.
#   inside.sh WORK-FOLDER     WORK-FOLDER/binds names the folders of the host that are shown under /run/sandbox: SOURCE<tab>NAME
set -eu
# What is made here is read by root and by the owner, whatever the caller keeps to himself.
umask 022
work=$1
stage=$work/stage

# The folders to show come first: they may lie below what is covered next.
mkdir "$stage"
mount -t tmpfs -o mode=755 sandbox "$stage"
mkdir -p "$stage/sandbox"
while IFS=$'\t' read -r source name; do
  mkdir -p "$stage/sandbox/$name"
  mount --bind "$source" "$stage/sandbox/$name"
  mount -o remount,bind,ro "$stage/sandbox/$name"
done <"$work/binds"
cp "$work/without" "$stage/sandbox/without"

while read -r _ _ _ _ point _; do
  point=$(printf '%b' "$point")
  case $point in "$stage"* | /proc* | /sys* | /dev*) continue ;; esac
  mount -o remount,bind,ro "$point" 2>/dev/null || true
done </proc/self/mountinfo
mount -o remount,bind,ro /

# A layer over /etc: the owner's account, and none of the host's own units.
mkdir -p "$stage"/sandbox/etc/{upper,work}
mount -t overlay -o "lowerdir=/etc,upperdir=$stage/sandbox/etc/upper,workdir=$stage/sandbox/etc/work" overlay /etc
sed -i '/^owner:/d; /:1000:/d' /etc/passwd /etc/group
echo 'owner:x:1000:1000:Owner:/home/owner:/bin/bash' >>/etc/passwd
echo 'owner:x:1000:' >>/etc/group
tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
mount -t tmpfs -o mode=755 sandbox /etc/systemd
cp -r "$stage/sandbox/boot/system" "$stage/sandbox/boot/user" /etc/systemd/

mkdir "$stage/sandbox/dev"
mount -t tmpfs -o mode=755 sandbox "$stage/sandbox/dev"
for device in null zero full random urandom tty; do
  touch "$stage/sandbox/dev/$device"
  mount --bind "/dev/$device" "$stage/sandbox/dev/$device"
done
mkdir "$stage"/sandbox/dev/{pts,shm}
mount -n --move "$stage/sandbox/dev" /dev
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts /dev/pts
mount -t tmpfs -o mode=1777 sandbox /dev/shm
ln -s pts/ptmx /dev/ptmx
ln -s /proc/self/fd /dev/fd
ln -s fd/0 /dev/stdin
ln -s fd/1 /dev/stdout
ln -s fd/2 /dev/stderr

mount -t sysfs -o ro sysfs /sys
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir /sys/fs/cgroup/visitors
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
[ ! -e /proc/sysrq-trigger ] || mount --bind /dev/null /proc/sysrq-trigger

mount -n --move "$stage" /run
mount -t tmpfs -o mode=1777 sandbox /tmp
mount -t tmpfs -o mode=1777 sandbox /var/tmp
mount -t tmpfs -o mode=755 sandbox /var/log
mount -t tmpfs -o mode=755 sandbox /home
install -d -o 1000 -g 1000 -m 700 /home/owner /run/user/1000
chmod 755 /run/user
cp -a /run/sandbox/template/. /home/owner/
while read -r path; do rm -rf "/home/owner/$path"; done </run/sandbox/without
cp -a /run/sandbox/seed/. /home/owner/

# OpenClaw as npm installs it for one user: it may be changed and even broken, in memory.
if [ -d /run/sandbox/npm ]; then
  prefix=/home/owner/.npm-global
  mkdir -p /run/sandbox/prefix/{upper,work} "$prefix/lib"
  chown -R 1000:1000 "$prefix" /run/sandbox/prefix
  mount -t overlay -o lowerdir=/run/sandbox/npm,upperdir=/run/sandbox/prefix/upper,workdir=/run/sandbox/prefix/work overlay "$prefix/lib"
fi

cd /
systemd=/usr/lib/systemd/systemd
[ -x "$systemd" ] || systemd=/lib/systemd/systemd
exec /usr/bin/env -i container=other PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  SYSTEMD_UNIT_PATH=/etc/systemd/system SYSTEMD_GENERATOR_PATH=/run/sandbox/none \
  "$systemd" --system --log-target=journal-or-kmsg --show-status=no
