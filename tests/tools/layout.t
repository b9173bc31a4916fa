#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# kvm-layout: structs that are alike, and every way in which they may not be.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);

my $kernel = <<'EOC';
enum state { STOPPED, RUNNING };
typedef unsigned long long u64;
struct stat { u64 exits; u64 others[4]; };
struct arch { unsigned int flags : 3; unsigned int more : 5; enum state state; struct stat stat; };
struct kvm_vcpu { struct kvm *kvm; const int id; union { u64 wide; char narrow; }; struct arch arch; struct arch old[2]; };
struct kvm { u64 created; struct kvm_vcpu *vcpus[8]; };
struct kvm_vcpu vcpu;
struct kvm vm;
EOC

# A file with the types that the compiler makes of a source.
sub types {
	my ($name, $source) = @_;
	open(my $f, '>', "$dir/$name.c") or die;
	print $f $source;
	close($f);
	system("cc -g -c -o $dir/$name.o $dir/$name.c && pahole --btf_encode_detached=$dir/$name.btf $dir/$name.o") == 0 or die;
	return "$dir/$name.btf";
}

sub layout {
	my $out = qx($build/kvm-layout @_ 2>&1);
	return ($? >> 8, $out);
}

sub differs {
	my ($what, $pattern, $from, $to) = @_;
	my $source = $kernel;
	$source =~ s/\Q$from\E/$to/ or die "$what: no '$from'";
	my ($status, $out) = layout("$dir/kernel.btf", types('modules', $source));
	is($status, 1, "$what: refused");
	like($out, $pattern, "$what: where");
}

types('kernel', $kernel);
my ($status, $out) = layout("$dir/kernel.btf", "$dir/kernel.btf");
is($status, 0, 'the same file');
like($out, qr/^\d+ members are where the kernel has them$/, 'the same file: message');
($status) = layout("$dir/kernel.btf", types('more', "struct unrelated { int a; } before;\n$kernel"));
is($status, 0, 'the same structs among others');

differs('a field in the middle', qr/struct kvm_vcpu: member 2 is/, 'const int id;', 'const int id; u64 planted;');
differs('a field that fits into a gap', qr/struct kvm_vcpu: member 2 is/, 'const int id;', 'const int id; int planted;');
differs('a field at the end', qr/struct kvm_vcpu: 5 members in the kernel, 6/, 'old[2]; };', 'old[2]; int planted; };');
differs('two fields changed places', qr/struct kvm_vcpu: member 0 is 'kvm' in the kernel and 'id'/, 'struct kvm *kvm; const int id;', 'const int id; struct kvm *kvm;');
differs('a larger struct inside', qr/struct kvm_vcpu\.arch\.stat: 2 members in the kernel, 3/, 'others[4];', 'others[4]; u64 planted;');
differs('a longer array inside', qr/\.arch\.stat\.others: 4 elements in the kernel, 5/, 'others[4]', 'others[5]');
differs('a wider bit field', qr/\.arch\.flags: 3 bits in the kernel, 4/, 'flags : 3', 'flags : 4');
differs('a member of another size', qr/\(unnamed\)\.narrow: 1 bytes in the kernel, 2/, 'char narrow', 'short narrow');
differs('a pointer where there was none', qr/\.id: is of another kind/, 'const int id', 'void *id');
differs('another alignment', qr/struct kvm_vcpu\.arch: byte \d+ in the kernel, byte \d+ in the modules/, 'struct arch arch;', '_Alignas(64) struct arch arch;');
differs('the second struct', qr/struct kvm\.vcpus: 8 elements in the kernel, 9/, 'vcpus[8]', 'vcpus[9]');
differs('no such struct', qr/modules\.btf knows no struct kvm$/m, "struct kvm { u64 created; struct kvm_vcpu *vcpus[8]; };\nstruct kvm_vcpu vcpu;\nstruct kvm vm;", 'struct kvm_vcpu vcpu;');

sub unusable {
	my ($what, $pattern, @args) = @_;
	my ($status, $out) = layout(@args);
	is($status, 2, "$what: status 2");
	like($out, $pattern, "$what: message");
}

unusable('no arguments', qr/Usage: kvm-layout/);
unusable('no such file', qr{/nowhere: No such file}, "$dir/nowhere", "$dir/kernel.btf");
unusable('not BTF', qr/kernel\.c: is not BTF/, "$dir/kernel.c", "$dir/kernel.btf");
unusable('an ELF file without BTF', qr/kernel\.o: has no section \.BTF/, "$dir/kernel.o", "$dir/kernel.btf");
system("head -c 100 $dir/kernel.btf > $dir/cut.btf") == 0 or die;
unusable('a file that is cut short', qr/cut\.btf: is cut short/, "$dir/cut.btf", "$dir/kernel.btf");
done_testing();
