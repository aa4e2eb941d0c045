#!/bin/bash
# keyring_session.sh STATE HOME COMMAND…   run COMMAND in a private D-Bus session whose Secret Service is in STATE:
# unlocked | fresh (no keyring was made yet) | locked | absent | nobus | hung | hang-activate | died.  HOME is a new folder; nothing of the person's own is touched.
set -u
state=$1 home=$2; shift 2
mkdir -p "$home/run"
chmod 700 "$home/run"
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/.local/share XDG_CONFIG_HOME=$home/.config XDG_CACHE_HOME=$home/.cache
unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL DISPLAY WAYLAND_DISPLAY

# a bus on which only the services in a given folder can be started
bus_without_keyring() {
    cat > "$home/bus.conf" <<X
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>$1
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
X
    bus=(--config-file="$home/bus.conf")
}

cat > "$home/inside.sh" <<'X'
secrets() { gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets --method "org.freedesktop.Secret.$@" >/dev/null; }
daemon() {
    gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
        --method org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets 2>/dev/null | grep -oE '[0-9]+' | tail -1
}
# printf, not echo: a line end would become part of the password
unlock() {
    printf %s testpw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    for _ in $(seq 3000); do [ -n "$(daemon)" ] && return; sleep 0.02; done    # it answers before it is on the bus
    echo "gnome-keyring-daemon did not come up" >&2; exit 3
}
state=$1; shift
case $state in
    unlocked) unlock ;;
    fresh)    gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1 ;;
    locked)   unlock; secrets Service.Lock "[objectpath '/org/freedesktop/secrets/collection/login']" ;;
    hung)     unlock; kill -STOP "$(daemon)" ;;
    died)     unlock; kill -9 "$(daemon)" ;;
esac
"$@"; rc=$?
case $state in
    unlocked | fresh | locked | hung | died)    # the daemon went to the background by itself: end it
        pid=$(daemon); [ -n "$pid" ] && kill -CONT "$pid" && kill "$pid" ;;
esac 2>/dev/null
exit $rc
X

bus=()
case $state in
    nobus) exec "$@" ;;
    absent) bus_without_keyring "" ;;
    hang-activate)
        mkdir "$home/services"
        printf '[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/sh -c "exec sleep 10 >/dev/null 2>&1"\n' > "$home/services/org.freedesktop.secrets.service"
        bus_without_keyring "<servicedir>$home/services</servicedir>" ;;
    unlocked | fresh | locked | hung | died) ;;
    *) echo "unknown state $state" >&2; exit 2 ;;
esac
exec dbus-run-session "${bus[@]}" -- bash "$home/inside.sh" "$state" "$@"
