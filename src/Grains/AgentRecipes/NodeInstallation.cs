namespace BenchCluster.AgentRecipes;

/// <summary>
/// How an agent gets a Node.js of its own where the image has none, or one that is too old: beside the image's and not on
/// the agent's <c>PATH</c>, so that what it works on still runs with the image's. From npm's registry, from which the
/// agent comes too (decision 0054).
/// </summary>
internal static class NodeInstallation
{
    /// <summary>Where it is.</summary>
    public const string Directory = $"{AgentRecipe.Prefix}/node";

    private const string Node = "22.23.3";
    private const string Npm = "10.9.9";

    // Of the registry's files; a registry that says something else is not believed.
    private const string NodeX64 = "a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e";
    private const string NodeArm64 = "9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4";
    private const string NpmHash = "d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862";

    /// <summary>The part of a script, after which <c>node</c> and <c>npm</c> are on its <c>PATH</c> and not older than that major version.</summary>
    public static string Script(int oldest) => $$"""
        age() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }
        # Node.js has certificates of its own; those of the image may have more, as a company's.
        if [ -z "$NODE_EXTRA_CA_CERTS" ] && [ -e {{Certificates}} ]; then export NODE_EXTRA_CA_CERTS={{Certificates}}; fi
        if [ "$(age)" -lt {{oldest}} ] || ! command -v npm >/dev/null 2>&1; then
          if ls /lib/ld-musl-* >/dev/null 2>&1; then
            command -v apk >/dev/null 2>&1 || { echo 'The image has no npm, and no package manager that is known to install it.' >&2; exit 1; }
            apk add --no-cache -q nodejs npm
          else
            case "$(uname -m)" in
              x86_64) arch=x64 hash={{NodeX64}} ;;
              aarch64) arch=arm64 hash={{NodeArm64}} ;;
              *) echo "There is no Node.js for $(uname -m) that is known." >&2; exit 1 ;;
            esac
            if ! command -v curl >/dev/null 2>&1 && ! command -v wget >/dev/null 2>&1; then
              if command -v apt-get >/dev/null 2>&1; then
                apt-get update -qq && apt-get install -y -qq --no-install-recommends curl ca-certificates >/dev/null
              elif command -v dnf >/dev/null 2>&1; then
                dnf install -y -q curl
              elif command -v microdnf >/dev/null 2>&1; then
                microdnf install -y curl >/dev/null
              else
                echo 'The image has no curl or wget, and no package manager that is known to install it.' >&2; exit 1
              fi
            fi
            registry=${npm_config_registry:-https://registry.npmjs.org} work=$(mktemp -d)
            registry=${registry%/}
            fetch() {
              if command -v curl >/dev/null 2>&1; then curl -fsSL --retry 3 "$1" -o "$2"; else wget -q "$1" -O "$2"; fi
              echo "$3  $2" | sha512sum -c - >/dev/null || { echo "$1 is not what was expected." >&2; exit 1; }
            }
            fetch "$registry/node-linux-$arch/-/node-linux-$arch-{{Node}}.tgz" "$work/node.tgz" "$hash"
            fetch "$registry/npm/-/npm-{{Npm}}.tgz" "$work/npm.tgz" {{NpmHash}}
            mkdir -p {{Directory}}/lib/npm
            tar -xzf "$work/node.tgz" -C {{Directory}} --strip-components=1 --no-same-owner package/bin
            tar -xzf "$work/npm.tgz" -C {{Directory}}/lib/npm --strip-components=1 --no-same-owner
            rm -rf "$work"
            printf '#!/bin/sh\nexec {{Directory}}/bin/node {{Directory}}/lib/npm/bin/npm-cli.js "$@"\n' >{{Directory}}/bin/npm
            chmod 755 {{Directory}}/bin/node {{Directory}}/bin/npm
            export PATH={{Directory}}/bin:$PATH
            hash -r
          fi
          if [ "$(age)" -lt {{oldest}} ]; then echo "Node.js {{oldest}} or newer is needed; the image's is $(age)." >&2; exit 1; fi
        fi
        """;

    /// <summary>The part of a script that lets a program that npm installed run with this Node.js, where it is.</summary>
    public static string Bind(string program) => $$"""
        if [ -x {{Directory}}/bin/node ]; then
          main=$(readlink -f {{AgentRecipe.Prefix}}/bin/{{program}})
          case "$(head -n 1 "$main" | tr -d '\000')" in
            '#!'*node*)
              rm -f {{AgentRecipe.Prefix}}/bin/{{program}}
              printf '#!/bin/sh\nexec {{Directory}}/bin/node %s "$@"\n' "$main" >{{AgentRecipe.Prefix}}/bin/{{program}}
              chmod 755 {{AgentRecipe.Prefix}}/bin/{{program}} ;;
          esac
        fi
        """;

    private const string Certificates = "/etc/ssl/certs/ca-certificates.crt";
}
