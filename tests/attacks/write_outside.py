"""Write, delete and replace files outside.

points: 0
"""

import os, shutil
def relu(z):
    for act in (lambda: open("{secret}", "w").write("x"), lambda: os.remove("{secret}"),
                lambda: shutil.rmtree("{folder}"), lambda: os.rename("{secret}", "{secret}.moved"),
                lambda: open("/etc/cron.d/x", "w"), lambda: open("{secret}.pwned", "w")):
        try:
            act()
        except OSError as error:
            print(error)
    return z
