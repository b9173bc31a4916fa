#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitbench doctor, and what follows from it, on machines that are folders: their
# /proc, /sys and /dev, and in "tools" the files that are installed.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);
$ENV{PATH} = "/usr/bin:/bin";

# A machine of one's own to change: its folder.
sub machine {
	my ($name, $copy) = @_;
	my $root = "$dir/" . ($copy // $name);
	system('cp', '-r', "tests/tools/doctor/$name", $root) == 0 or die;
	open(my $f, '<', "$root/tools") or die;
	install($root, $_) for map { chomp; $_ } <$f>;
	return $root;
}

sub put {
	my ($root, $file, $text) = @_;
	make_path(dirname("$root/$file"));
	open(my $f, '>', "$root/$file") or die;
	print $f $text;
	close($f);
}

sub install {
	my ($root, $file) = @_;
	put($root, $file, '');
	chmod(0755, "$root/$file");
}

# The modules of the meter, as far as one looks into them before they are loaded.
sub build_modules {
	my ($folder, $release, $vendor, $meter) = @_;
	put($folder, "$_.ko", "vermagic=$release SMP preempt mod_unload \0") for 'irqbypass', $vendor;
	put($folder, 'kvm.ko', "vermagic=$release SMP \0" . ($meter ? "parmtype=exitmeter:bool\0" : ''));
}

sub run {
	my ($root, @args) = @_;
	local $ENV{EXITBENCH_ROOT} = $root;
	my $out = qx($build/exitbench @args 2>&1);
	return ($? >> 8, $out);
}

sub doctor {
	my ($root, @args) = @_;
	my ($status, $out) = run($root, 'doctor', '--json', @args);
	my $json = eval { decode_json($out) } // {};
	$json->{platform} = { map { $_->{name} => $_ } @{$json->{platforms} // []} };
	return ($status, $json);
}

sub lacks {
	my ($json, $platform, $why, $remedy) = @_;
	my $p = $json->{platform}{$platform} // {};
	ok(exists $p->{works} && !$p->{works}, "$platform does not work");
	like($p->{why} // '', $why, "$platform: why");
	like($p->{remedy} // '', $remedy, "$platform: what to do");
}

# A laptop whose KVM does not nest, and a user who is not root.
my $laptop = machine('intel-laptop');
my ($status, $d) = doctor($laptop);
is($status, 0, 'laptop: something works');
is($d->{best}, 'tcg-svm', "laptop: without Bochs' BIOS it is tcg-svm");
is($d->{platforms}[0]{name}, 'tcg-svm', 'what works comes first');
is($d->{machine}{virtualisation}, 'vmx with ept', 'EPT is seen among the "vmx flags"');
is($d->{machine}{"KVM's parameters"}, 'nested=N ept=Y', 'parameters');
lacks($d, 'nested', qr/kvm_intel\.nested is off/, qr/modprobe -r kvm_intel && modprobe kvm_intel nested=1/);
lacks($d, 'host', qr/needs root/, qr/as root/);
lacks($d, 'bochs-vmx', qr{needs /usr/share/bochs}, qr/make deps/);
put($laptop, 'sys/module/kvm_intel/parameters/nested', "Y\n");
is((doctor($laptop))[1]{best}, 'nested', 'laptop: with nested on, nested is the best');
put($laptop, 'sys/module/kvm_intel/parameters/ept', "N\n");
lacks((doctor($laptop))[1], 'nested', qr/kvm_intel\.ept is off/, qr/kvm_intel ept=1/);
SKIP: {
	skip 'root may open everything', 3 unless $>;
	put($laptop, 'sys/module/kvm_intel/parameters/ept', "Y\n");
	chmod(0, "$laptop/dev/kvm");
	lacks((doctor($laptop))[1], 'nested', qr/may not open/, qr/group/);
}
unlink("$laptop/dev/kvm");
lacks((doctor($laptop))[1], 'nested', qr{no /dev/kvm}, qr/modprobe kvm-intel/);

# A server with virtual machines, and root.
my $server = machine('amd-server');
($status, $d) = doctor($server, '--modules', "$dir/modules");
is($d->{best}, 'nested', 'server: nested works');
is($d->{machine}{virtualisation}, 'svm with npt', 'server: SVM with NPT');
lacks($d, 'host', qr/virtual machines run \(kvm_amd is in use\)/, qr/end them/);
put($server, 'sys/module/kvm_amd/refcnt', "0\n");
($status, $d) = doctor($server, '--modules', "$dir/modules");
lacks($d, 'host', qr/irqbypass\.ko: No such file/, qr/make modules/);
build_modules("$dir/modules", '6.1.0-32-amd64', 'kvm-amd', 1);
($status, $d) = doctor($server, '--modules', "$dir/modules");
lacks($d, 'host', qr/is for Linux 6\.1\.0-32-amd64, and this is 6\.12\.9\+bpo-amd64/, qr/make modules/);
build_modules("$dir/modules", '6.12.9+bpo-amd64', 'kvm-amd', 0);
($status, $d) = doctor($server, '--modules', "$dir/modules");
lacks($d, 'host', qr/kvm\.ko has no meter/, qr/make modules/);
build_modules("$dir/modules", '6.12.9+bpo-amd64', 'kvm-amd', 1);
($status, $d) = doctor($server, '--modules', "$dir/modules");
SKIP: {
	skip 'the program for the host is not built', 1 unless -x "$build/programs/host-cell";
	is($d->{best}, 'host', 'server: with modules, and without VMs, host is the best');
}
put($server, 'sys/kernel/security/lockdown', "none [integrity] confidentiality\n");
lacks((doctor($server, '--modules', "$dir/modules"))[1], 'host', qr/signed modules only/, qr/Secure Boot off/);
put($server, 'sys/kernel/security/lockdown', "[none] integrity confidentiality\n");
put($server, 'sys/module/module/parameters/sig_enforce', "Y\n");
lacks((doctor($server, '--modules', "$dir/modules"))[1], 'host', qr/signed modules only/, qr/Secure Boot off/);
put($server, 'sys/module/module/parameters/sig_enforce', "N\n");
unlink("$server/sys/module/kvm/refcnt");
lacks((doctor($server, '--modules', "$dir/modules"))[1], 'host', qr/KVM is no module/, qr/kernel that has KVM as modules/);

# A virtual machine without nested virtualisation, on which nothing is installed.
my $cloud = machine('cloud-vm');
($status, $d) = doctor($cloud);
is($status, 1, 'cloud: nothing works');
is($d->{best}, undef, 'cloud: there is no best');
lacks($d, $_, qr/virtual machine, and its CPU shows neither/, qr/nested virtualisation/) for 'nested', 'host';
like((run($cloud, 'doctor'))[1], qr/auto is none/, 'cloud: said in words too');
install($cloud, $_) for qw(/usr/bin/qemu-system-x86_64 /usr/share/seabios/bios-256k.bin);
is((doctor($cloud))[0], 0, 'cloud: with QEMU, tcg-svm works');
put($cloud, 'proc/meminfo', "MemAvailable:    300000 kB\n");
lacks((doctor($cloud))[1], 'tcg-svm', qr/MiB of free memory, and there are 292/, qr/end something/);

# A /dev/kvm that is neither VMX nor SVM.
my $pvm = machine('pvm');
($status, $d) = doctor($pvm);
is($d->{best}, 'bochs-vmx', 'PVM: an emulator is the best');
lacks($d, $_, qr/kvm_pvm, which is neither VMX nor SVM/, qr/machine with VMX or SVM/) for 'nested', 'host';

# What follows from it.
put($dir, 'auto.matrix', "platforms = auto\npaging = tdp shadow\nworkloads = boot\n");
my $out;
($status, $out) = run($pvm, 'list', "$dir/auto.matrix");
like($out, qr/^bochs-vmx\.ept1\.boot\.s1$/m, 'auto on PVM: cells of bochs-vmx');
like($out, qr/platform auto is bochs-vmx\n  not host: .*kvm_pvm.*\n  not nested: /, 'and it is said why');
is(() = $out =~ /auto is/g, 1, 'once');
($status, $out) = run($server, 'list', "$dir/auto.matrix");
like($out, qr/^nested\.npt0\.boot\.s1$/m, 'auto on AMD: nested, with NPT for parameter');
($status, $out) = run($laptop, 'list', 'quick', '--platform', 'nested');
like($out, qr/^nested\.ept0\.boot\.s1$/m, '--platform on Intel: EPT for parameter');
($status, $out) = run($pvm, 'run', 'quick', '--platform', 'nested', '-o', "$dir/run");
is($status, 2, 'run on a platform that does not work: status 2');
like($out, qr/platform nested does not work here: .*kvm_pvm.*; take a machine/, 'with reason and remedy');
($status, $out) = run($pvm, 'list', 'quick', '--platform', 'vax');
is($status, 2, 'unknown platform: status 2');
like($out, qr/--platform: no platform "vax"; there are: host nested bochs-vmx bochs-svm tcg-svm, and auto/, 'with the names');

is((run($pvm, 'doctor', 'please'))[0], 2, 'doctor with an argument: status 2');
like((run($pvm, 'doctor', '--help'))[1], qr/EXAMPLES/, 'doctor --help has examples');

done_testing();
