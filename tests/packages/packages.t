#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The Debian packages: built from their source package in a bare tree of each distribution that
# is supported, held to lintian, and installed in another, where everything is used, removed and
# purged. Each step's output is in BUILD/packages-test/CODENAME.log.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Copy qw(copy);
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
my $work = "$build/packages-test";
my @codenames = split(' ', $ENV{DISTRIBUTIONS} // 'bookworm trixie');
my @names = qw(exitbench exitmeter exitmeter-dkms libexitmeter-dev libexitmeter1);
my %dependencies = map { $_ => 1 } qw(Depends Recommends);
my ($log, $root);

plan skip_all => 'trees of distributions take root' if $>;
my ($dsc) = glob("$build/packages-source/exitmeter_*.dsc");
BAIL_OUT("no source package in $build/packages-source") unless $dsc;
my ($version) = $dsc =~ /_([^_]+)\.dsc$/;

# Output and errors of a command of this machine's, which go to the log as well.
sub run
{
	my ($command) = @_;

	open(my $f, '>>', $log) or die "$log: $!";
	print $f "\n\$ $command\n";
	my $out = qx(( $command ) 2>&1 < /dev/null);
	print $f $out;
	return $out;
}

sub runs
{
	my ($command, $name) = @_;
	my $out = run($command);

	is($?, 0, $name) or diag(substr($out, -2000));
	return $out;
}

# The same in the tree.
sub inside
{
	my ($command) = @_;

	# A kernel is installed, but nobody boots it.
	$command = "export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive INITRD=No HOME=/tmp; $command";
	$command =~ s/'/'\\''/g;
	return "tests/distributions/inside.sh '$root' '$command'";
}

# A copy of the bare tree, which is kept and brought up to date.
sub tree
{
	my ($codename, $name) = @_;
	my $bare = "$work/$codename.bare";

	$root = $bare;
	if (-e "$bare.complete") {
		runs(inside('apt-get -qq update && apt-get -qq -y dist-upgrade'), "$codename, up to date");
	} else {
		runs("tests/distributions/bare.sh $codename '$bare' && touch '$bare.complete'", "$codename, bare");
	}
	$root = "$work/$codename.$name";
	runs("rm -rf '$root' && cp -a '$bare' '$root'", "a tree: $name");
	return;
}

# Twice, in folders that differ in name and depth, by users with other habits.
sub build
{
	my %habits = ('/one' => 'TZ=UTC', '/two/and/deeper' => 'umask 027 && TZ=Asia/Kathmandu LC_ALL=C HOME=/nowhere');

	for my $file (glob("$build/packages-source/*")) {
		copy($file, "$root/root/") or die "$file: $!";
	}
	runs(inside('apt-get -qq -y install --no-install-recommends dpkg-dev lintian && ' .
		    'apt-get -qq -y build-dep --no-install-recommends /root/*.dsc'), 'what it takes to build');
	for my $dir (sort keys %habits) {
		runs(inside("mkdir -p $dir && cd $dir && dpkg-source -x /root/*.dsc exitmeter && " .
			    "cd exitmeter && $habits{$dir} dpkg-buildpackage -us -uc -b"), "built in $dir");
	}
	my @sums = map { scalar run(inside("cd $_ && sha256sum *.deb")) } sort keys %habits;
	is($sums[1], $sums[0], 'the same bytes both times');
	is(join(' ', sort map { /  ([^_]+)_/ && $1 !~ /-dbgsym$/ ? $1 : () } split(/\n/, $sums[0])), "@names",
	   'the packages');
	my $out = runs(inside('lintian --allow-root --fail-on error,warning ' .
			      '/root/*.dsc /one/*.changes'), 'lintian');
	unlike($out, qr/^[EW]:/m, 'says nothing') or diag($out);
	runs("rm -rf '$work/packages' && mkdir '$work/packages' && cp '$root'/one/*.deb '$work/packages/'",
	     'taken along');
	return;
}

# What the packages want, less each other.
sub wanted
{
	my @wanted;

	for my $deb (glob("$work/packages/*.deb")) {
		next if $deb =~ /-dbgsym_/;
		for my $field (sort keys %dependencies) {
			my $list = qx(dpkg-deb -f '$deb' $field);
			push @wanted, grep { !/^(lib)?exit(meter|bench)/ } split(/,\s*|\n/, $list);
		}
	}
	return join(', ', @wanted);
}

# What may change is what packages do not own: caches, logs, dpkg's and apt's own books, and the
# machine's key, which DKMS makes when it first signs a module.
sub files
{
	my @apart = map { "-path $_" } qw(/proc /sys /dev /run /tmp /packages /var/cache /var/log
					  /var/lib/apt /var/lib/dpkg /var/lib/dkms/mok.key /var/lib/dkms/mok.pub);
	my $out = run(inside('find / -xdev \\( ' . join(' -o ', @apart) . ' \\) -prune -o -print | LC_ALL=C sort'));

	return grep { !m{^/root/(data|run)} } split(/\n/, $out);
}

sub difference
{
	my ($before, $after) = @_;
	my %seen = map { $_ => 1 } @$before;
	my @more = grep { !delete $seen{$_} } @$after;

	return join("\n", (map { "+$_" } @more), map { "-$_" } sort keys %seen);
}

sub use_tools
{
	like(run(inside('exitmeter --version')), qr/^exitmeter [0-9.]+, ABI version \d+$/m, 'exitmeter --version');
	like(run(inside('exitmeter info')), qr/^meter\s/m, 'exitmeter info says what this machine has');
	like(run(inside('exitmeter reasons --vendor vmx')), qr/EPT_VIOLATION/, 'exitmeter reasons');
	for my $tool (qw(exitmeter exitbench exitreport)) {
		like(runs(inside("$tool --help"), "$tool --help"), qr/^usage: $tool/mi, 'says how');
		like(run(inside("MANPAGER=cat man 1 $tool")), qr/^SYNOPSIS/m, "man 1 $tool");
		like(run(inside("bash -c \". /usr/share/bash-completion/completions/$tool && complete -p $tool\"")),
		     qr/^complete .* $tool$/m, "completion of $tool");
		unlike(run(inside("ldd /usr/bin/$tool")), qr/not found/, "$tool has its libraries");
	}
	like(run(inside('MANPAGER=cat man 3 libexitmeter')), qr/exitmeter_latch/, 'man 3 libexitmeter');
	like(run(inside('MANPAGER=cat man 7 exitmeter-abi')), qr/0x4fffff00/i, 'man 7 exitmeter-abi');

	# exitbench: what is installed with it is found from anywhere.
	like(runs(inside('cd / && exitbench list quick'), 'exitbench list'), qr/fork-exec|boot/, 'names cells');
	like(run(inside('cd / && exitbench doctor')), qr/^  bochs-vmx /m, 'exitbench doctor');
	like(run(inside('cd / && exitbench run quick -o /tmp/run')), qr/'make (image|deps)'/, 'without an image: what to do');

	# exitreport: the records of a run, with the tools that the package recommends.
	runs("rm -rf '$root/root/data' && mkdir '$root/root/data' && cp -r data/detail/run.json data/detail/records '$root/root/data/'",
	     'a run');
	runs(inside('cd /root && exitreport check data'), 'exitreport check');
	runs(inside('cd /root && exitreport tables data detail && exitreport charts data detail'), 'tables and charts');
	my @charts = map { s{.*/}{}r } glob('data/detail/charts/*.svg');
	my @drawn = map { s{.*/}{}r } glob("$root/root/data/charts/*.svg");
	is("@drawn", "@charts", 'all charts of a topic');
	runs(inside('cd /root && exitreport tables data && exitreport charts data'), 'tables and charts of all topics');
	runs(inside('cd /root && exitreport report data -o data/REPORT.md'), 'exitreport report');
	runs(inside('cd /root && exitreport report data --html data/html'), 'exitreport report --html');
	like(run("cat '$root/root/data/html/index.html'"), qr{</html>\s*$}, 'whole');

	# The library, as programs use it.
	for my $how ('', '-static') {
		my $flags = $how ? '--static ' : '';
		runs(inside("cd /tmp && cc $how /usr/share/doc/libexitmeter-dev/examples/syscall-exits.c -o example " .
			    "\$(pkg-config $flags--cflags --libs libexitmeter)"), "the example, built $how");
		like(run(inside('/tmp/example')), qr/^(syscall-exits: .*meter|1000 calls: )/m, 'and run');
	}
	return;
}

sub use_modules
{
	my ($release) = @_;
	like(run(inside('dkms status')), qr{^exitmeter/\S+, \Q$release\E, x86_64: installed}m, "built for $release");
	like(run("cat '$root'/var/lib/dkms/exitmeter/*/$release/x86_64/log/make.log"), qr/^\d{3,} members are where the kernel has them$/m,
	     'their layout was compared');
	for my $module (qw(kvm kvm-intel kvm-amd)) {
		like(run(inside("modinfo -k $release -F vermagic $module")), qr/^\Q$release\E /m, "$module is for it");
	}
	like(run(inside("modinfo -k $release -F version kvm")), qr/^\Q$version\E$/m, 'and says of which version');
	like(run(inside("modinfo -k $release -F parm kvm")), qr/^exitmeter:/m, 'kvm has the meter');
	my $load = run(inside("modprobe -S $release --show-depends kvm-amd"));
	like($load, qr{^insmod \S*/updates/dkms/kvm-amd\.ko}m, 'modprobe takes them');
	like($load, qr{/kvm\.ko\S* .*\bexitmeter=1\b}, 'and turns the ledgers on');
	unlike($load, qr/exitmeter_guest/, 'for the host only');

	# A kernel that can't be served keeps what it has, and its packages can be installed.
	my $boot = "/boot/vmlinuz-$release";
	my $kdir = "/lib/modules/$release/build";
	my $script = '/usr/src/exitmeter-*/build-distribution-modules.sh';
	runs(inside("$script --check $kdir"), 'it could be built anew');
	# Debian 13's headers have the kernel's types as well.
	my @types = grep { -e "$root$_" } $boot, "$kdir/vmlinux";
	run(inside("mv $_ $_.away")) for @types;
	like(run(inside("$script --compared $kdir /tmp/work /bin/false")), qr/nothing tells how/,
	     'not without a kernel to compare with');
	run(inside("mv $_.away $_")) for @types;
	run(inside('dpkg --remove --force-depends linux-source linux-source-6.1 linux-source-6.12'));
	run(inside("dkms remove exitmeter/$version --all && dkms add exitmeter/$version"));
	like(run(inside("$script --check $kdir")), qr/apt-get install linux-source-/, 'nor without its source');
	run(inside("dkms build exitmeter/$version -k $release"));
	is($? >> 8, 77, 'which DKMS takes for a kernel that is not meant');
	like(run(inside("modprobe -S $release --show-depends kvm-amd")), qr{/kernel/arch/x86/kvm/kvm-amd\.ko},
	     'and which has the KVM of Debian');
	return;
}

sub use_packages
{
	mkdir("$root/packages");
	for my $deb (grep { !/-dbgsym_/ } glob("$work/packages/*.deb")) {
		copy($deb, "$root/packages/") or die "$deb: $!";
	}
	runs(inside('apt-get -qq -y install --no-install-recommends man-db bash-completion pkgconf gcc libc6-dev ' .
		    'linux-image-amd64 linux-headers-amd64 && ' .
		    "apt-get -qq -y satisfy --no-install-recommends '" . wanted() . "'"),
	     'what they depend on');
	my @before = files();
	my $out = runs(inside('apt-get -y install --no-install-recommends /packages/*.deb'), 'installed');
	like($out, qr/ 5 newly installed/, 'and nothing else');
	# Why DKMS did not build them, if it did not; a build that succeeds leaves none.
	run("cat '$root'/var/lib/dkms/exitmeter/*/build/make.log");
	use_tools();
	my ($release) = map { m{/modules/([^/]+)$} ? $1 : () } glob("$root/lib/modules/*-amd64");
	use_modules($release);

	runs(inside('dpkg --remove exitbench exitmeter exitmeter-dkms libexitmeter-dev libexitmeter1'), 'removed');
	ok(-e "$root/etc/modprobe.d/exitmeter.conf", 'configuration stays');
	unlike(run(inside('dpkg -l')), qr/^ii +\S*exit(meter|bench)/m, 'packages do not');
	runs(inside('dpkg --purge exitmeter-dkms exitmeter exitbench libexitmeter-dev libexitmeter1'), 'purged');
	unlike(run(inside('dpkg -l')), qr/exit(meter|bench)/, 'dpkg knows nothing of them');
	# Its source was taken away above.
	my @after = files();
	my @left = grep { !/linux-source/ } split(/\n/, difference(\@before, \@after));
	is(join("\n", @left), '', 'nothing is left');
	return;
}

mkdir($work);
for my $codename (@codenames) {
	$log = "$work/$codename.log";
	unlink($log);
	subtest("$codename: build" => sub { tree($codename, 'build'); build(); done_testing() });
	subtest("$codename: use" => sub { tree($codename, 'use'); use_packages(); done_testing() });
}
done_testing();
