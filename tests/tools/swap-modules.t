#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# swap-modules.sh on machines where something is in its way. Their /sys/module and
# /proc/cpuinfo are ours, in a mount namespace; so are insmod, modprobe and rmmod. The kernel's
# part is played for real in tests/platforms/swap-test.
use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;

plan(skip_all => 'needs root, for a mount namespace') if $> || system('unshare -m true 2> /dev/null');
my $dir = tempdir(CLEANUP => 1);
my $release = qx(uname -r);
chomp($release);

sub put {
	my ($path, $text, $mode) = @_;
	open(my $f, '>', "$dir/$path") or die "$path: $!";
	print $f $text;
	close($f);
	chmod($mode, "$dir/$path") if $mode;
}

make_path("$dir/bin", "$dir/modules");
put('cpuinfo', "flags\t\t: fpu vmx ept\n");
put("modules/$_", '') for qw(kvm.ko kvm-intel.ko kvm.btf release);
put('bin/layout', "#!/bin/sh\n", 0755);
put('bin/modinfo', <<"END", 0755);
#!/bin/sh
case "\$2 \$3" in
vermagic*) echo '$release SMP' ;;
parm*kvm.ko) printf 'exitmeter:x\\nignore_msrs:x\\n' ;;
parm*) printf 'ept:x\\nnested:x\\nexitmeter_x:x\\n' ;;
esac
END
# What was loaded with what is in "log"; M/parameters are files, as in /sys.
put('bin/insmod', <<'END', 0755);
#!/bin/sh
name=$(basename "$1" .ko | tr - _)
shift
if [ -s "$DIR/fail-$name" ]; then
	fail=$(head -n 1 "$DIR/fail-$name")
	sed -i 1d "$DIR/fail-$name"
	if [ -n "$fail" ]; then
		[ "$fail" != 'File exists' ] || mkdir -p "/sys/module/$name"
		echo "insmod: ERROR: could not insert module $name.ko: $fail" >&2
		exit 1
	fi
fi
if [ -e "/sys/module/$name" ]; then
	echo "insmod: ERROR: could not insert module $name.ko: File exists" >&2
	exit 1
fi
echo "insmod $name $*" >> "$DIR/log"
mkdir -p "/sys/module/$name/parameters" "/sys/module/kvm/holders"
for p in "$@"; do echo "${p#*=}" > "/sys/module/$name/parameters/${p%%=*}"; done
echo 0 > "/sys/module/$name/refcnt"
END
put('bin/modprobe', <<'END', 0755);
#!/bin/sh
if [ "$1" = --show-depends ]; then cat "$DIR/depends"; exit; fi
if [ -e "$DIR/busy" ]; then
	echo "modprobe: ERROR: could not insert '$1': Device or resource busy" >&2
	exit 1
fi
echo "modprobe $*" >> "$DIR/log"
for m in kvm kvm_intel; do mkdir -p "/sys/module/$m/holders"; echo 0 > "/sys/module/$m/refcnt"; done
END
put('bin/rmmod', "#!/bin/sh\necho \"rmmod \$1\" >> \"\$DIR/log\"\nrm -r \"/sys/module/\$1\"\n", 0755);

sub swap {
	my (%o) = @_;
	system("rm -rf $dir/sys $dir/log $dir/fail-* $dir/busy");
	make_path("$dir/sys/kvm/holders", "$dir/sys/kvm_intel", map { "$dir/sys/$_" } @{$o{loaded} // []});
	put("sys/$_/refcnt", "0\n") for qw(kvm kvm_intel);
	put('depends', $o{depends} // '');
	put("fail-$_", join("\n", @{$o{fail}{$_}}) . "\n") for keys %{$o{fail} // {}};
	put('busy', '') if $o{busy};
	my $out = qx(DIR=$dir unshare -m sh -c 'mount --bind $dir/sys /sys/module && mount --bind $dir/cpuinfo /proc/cpuinfo && PATH=$dir/bin:\$PATH kvm-instrumentation/swap-modules.sh load $dir/modules $dir/bin/layout @{$o{parameters} // []}' 2>&1);
	open(my $f, '<', "$dir/log");
	return ($? >> 8, $out, join('', <$f>));
}

SKIP: {
	skip('this kernel does not tell the layout of its structs', 1) unless -r '/sys/kernel/btf/vmlinux';
	my ($status, $out, $log) = swap(parameters => ['ept=0']);
	is($status, 0, 'nothing in the way: loaded') or diag($out);
	like($log, qr/^rmmod kvm_intel\nrmmod kvm\ninsmod kvm exitmeter=1\ninsmod kvm_intel ept=0\n$/, 'as asked for');

	($status, $out, $log) = swap(depends => "insmod /lib/x/kvm.ko.xz ignore_msrs=1 old=2\ninsmod /lib/x/kvm-intel.ko.xz nested=0 ept=1\n",
				     parameters => ['ept=0']);
	is($status, 0, 'options of modprobe.d: loaded') or diag($out);
	like($log, qr/insmod kvm ignore_msrs=1 exitmeter=1\ninsmod kvm_intel nested=0 ept=0\n$/, 'they are kept, what was asked for comes first');
	like($out, qr/^as this machine is configured to .*: ignore_msrs=1 nested=0$/m, 'and named');
	like($out, qr/kvm of the distribution is loaded with old=2, which ours has not: left out/, 'one that ours has not is named');

	($status, $out, $log) = swap(fail => { kvm => ['File exists', '', ], kvm_intel => ['File exists', 'File exists', ''] });
	is($status, 0, "the distribution's is loaded meanwhile: tried again") or diag($out);
	like($log, qr/insmod kvm exitmeter=1\n(rmmod kvm_intel\n)+insmod kvm_intel \n$/, 'and ours is loaded');

	($status, $out, $log) = swap(fail => { kvm => [('File exists') x 9] });
	is($status, 1, 'again and again: given up');
	like($out, qr/something loads the distribution's kvm again and again: stop what uses \/dev\/kvm; loading the distribution's/, 'with the reason');
	like($log, qr/modprobe kvm-intel\n$/, "the distribution's is loaded");

	($status, $out, $log) = swap(loaded => ['vboxdrv'], busy => 1, fail => { kvm_intel => ['Device or resource busy'] });
	is($status, 1, 'another hypervisor: given up');
	like($out, qr/kvm-intel\.ko can't be loaded: another hypervisor has the CPU's virtualisation \(vboxdrv is loaded\)/, 'with its name');
	like($out, qr/KVM is not loaded now, .*rmmod vboxdrv, then: modprobe kvm-intel/, 'and how to get KVM back');

	($status, $out, $log) = swap(fail => { kvm_intel => ['Operation not supported'] });
	like($out, qr/kvm-intel\.ko can't be loaded: the firmware has the CPU's virtualisation switched off/, 'switched off: the reason');
}
done_testing();
