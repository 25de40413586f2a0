"""Derivations in sloppy writing. WRONG: (number of the first line that does not follow, the text)."""

_SIGMOID = "d(1 / (1 + exp(-z)), z)\n"
_TANH = "d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)\n"
_SWISH = "d(z / (1 + exp(-beta * z)), z)\n"
_GELU = "d(z * Phi, z)\n"
_MSE = "d(C, Y[n, k])\n"
_BCE = "d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)\n"
_DIAGONAL = "d(exp(z[k]) / sum(j, exp(z[j])), z[k])\n"
_DIRECT = "d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])\n"
_HIDDEN = "d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])\n"
_ERROR = "mean((y - u)**2)\n"
_STEP = "w - eta * d(L + lam / 2 * w**2, w)\n"

RIGHT = {
    "sigmoid_derivation": (
        """
   d(1/(1+exp(-z)),z)
   = d( exp(z)/(exp(z)+1) ,z)
 = (exp(z)*(exp(z)+1) - exp(z)*exp(z))/(exp(z)+1)**2
 =  exp(z)/(1+exp(z))**2

 =s*(1-s)
""",
        _SIGMOID
        + """= s*s*exp(-z)    # chain rule in one go
= s·(s·exp(−z))
= s * (1 - 1/(1+exp(-z)))
= (1-s) × s""",
        """
let q = exp(-z)
let D = 1 + q
= -1/D**2 * d(D, z)
= -1/D**2 * (0 - q)
= q/D**2 = (1/D) * (q/D) = (1/D) * (1 - 1/D)
= s - s*s
""",
    ),
    "tanh_derivation": (
        _TANH
        + """= d(1 - 2/(exp(2*z)+1), z)
= 4*exp(2*z)/(exp(2*z)+1)**2
= 4/(exp(z)+exp(-z))**2
= 1 - t**2
""",
        """
let c = (exp(z)+exp(-z))/2
let h = (exp(z)-exp(-z))/2
d(h/c, z)
= d(h,z)/c - h*d(c,z)/c**2
= c/c - h*h/c**2
= 1 - (h/c)**2
=1-t*t
""",
        _TANH
        + """=((exp(z)+exp(-z))*(exp(z)+exp(-z))-(exp(z)-exp(-z))*(exp(z)-exp(-z)))/((exp(z)+exp(-z))*(exp(z)+exp(-z)))
= 1-((exp(z)-exp(-z))/(exp(z)+exp(-z)))**2
= (1+t)*(1-t)
""",
    ),
    "swish_derivation": (
        _SWISH
        + """= d(z,z)*s + z*d(s,z)
= s+z*(beta*s*(1-s))
""",
        _SWISH
        + """= ((1+exp(-beta*z))*1 - z*(-beta)*exp(-beta*z)) / (1+exp(-beta*z))**2
= s + beta*z*exp(-beta*z)*s**2
= s + beta*z*s - beta*z*s**2
""",
        """
let D = 1 + exp(-beta*z)
d(z/D, z)
= 1/D - z/D**2 * d(D, z)
= 1/D + z*beta*exp(-beta*z)/D**2
= 1/D + z*beta*(D-1)/D**2
= s*(1 + beta*z*(1 - s))
""",
    ),
    "gelu_derivation": (
        _GELU
        + """= 1*Phi + z*d(Phi,z)
= Phi + z/2 * 2/sqrt(pi) * exp(-(z/sqrt(2))**2) / sqrt(2)
= Phi+z*phi
""",
        _GELU
        + """= Phi + z*d(1/2 + erf(z/sqrt(2))/2, z)
= Phi + z*exp(-z*z/2)/sqrt(2*pi)
= z*phi + Phi
""",
        """
let G = d(Phi, z)
= Phi + z*G
= Phi + z * exp(-z**2/2) * (2*pi)**(-1/2)
= Phi + phi*z
""",
    ),
    "mse_derivation": (
        _MSE
        + """= 1/(2*N) * d(sum(i, sum(j, (Y[i,j]-T[i,j])**2)), Y[n,k])
= 1/(2*N) * d((Y[n,k]-T[n,k])**2, Y[n,k])
= 1/(2*N) * 2*(Y[n,k]-T[n,k])
= (Y[n,k]-T[n,k])/N
""",
        _MSE
        + """= d( sum((T-Y)**2), Y[n,k] ) / (2*N)
= d((T[n,k]-Y[n,k])**2, Y[n,k]) / (2*N)
= -2*(T[n,k]-Y[n,k])/(2*N)
= -(T[n,k]-Y[n,k])/N
""",
        """
let E = Y - T
d(C, Y[n,k])
= sum(i, sum(j, E[i,j]*d(E[i,j], Y[n,k])))/N
= sum(i, sum(j, E[i,j]*delta(i,n)*delta(j,k)))/N
= E[n,k]/N
= (Y - T)[n,k]/N
""",
    ),
    "bce_derivation": (
        _BCE
        + """= t*d(log(1+exp(-z)),z) + (1-t)*d(log(1+exp(z)),z)
= t*(-exp(-z))/(1+exp(-z)) + (1-t)*exp(z)/(1+exp(z))
= -t*(1-p)+(1-t)*p
= -t + t*p + p - t*p
= p-t
""",
        _BCE
        + """= d(t*(log(1+exp(z)) - z) + (1-t)*log(1+exp(z)), z)
= d(log(1+exp(z)) - t*z, z)
= exp(z)/(1+exp(z)) - t
= -t/(1+exp(z)) + (1-t)*exp(z)/(1+exp(z))
= p - t
""",
        """
let a = 1 + exp(-z)
let c = 1 + exp(z)
= t*d(a,z)/a + (1-t)*d(c,z)/c
= -t*exp(-z)/a + (1-t)*exp(z)/c
= p - t
""",
    ),
    "softmax_diagonal_derivation": (
        """
let S = sum(j, exp(z[j]))
= d(exp(z[k]),z[k])/S - exp(z[k])*d(S,z[k])/S**2
= exp(z[k])/S - exp(z[k])**2/S**2
= p[k]-p[k]*p[k]
""",
        _DIAGONAL
        + """= exp(z[k])/sum(exp(z)) * (1 - exp(z[k])/sum(exp(z)))
= p[k]*(1-p[k])
""",
        _DIAGONAL
        + """=(exp(z[k])*sum(exp(z))-exp(z[k])*exp(z[k]))/(sum(exp(z))*sum(exp(z)))
= (1 - p[k]) * p[k]
""",
    ),
    "cross_entropy_derivation": (
        """
let S = sum(exp(z))
d(log(S) - sum(j,t[j]*z[j]), z[k])
= d(log(S),z[k]) - t[k]
= exp(z[k])/S - t[k]
= p[k]-t[k]
""",
        _DIRECT
        + """= exp(z[k])/sum(exp(z)) - sum(j, t[j]*delta(j,k))
= exp(z[k])/sum(exp(z)) - t[k]
= -t[k] + p[k]
""",
        _DIRECT
        + """= 1/sum(j,exp(z[j])) * sum(j, exp(z[j])*delta(j,k)) - t[k]
= 1/sum(j,exp(z[j])) * exp(z[k]) - t[k]
= p[k] - t[k]
""",
    ),
    "hidden_delta_derivation": (
        _HIDDEN
        + """= sum(j, g[j]*W[j,k]*d(tanh(z[k]),z[k]))
= sum(j, g[j]*W[j,k])*(1-tanh(z[k])**2)
= (W.T @ g)[k] * (1 - a[k]**2)
""",
        _HIDDEN
        + """= sum(j, g[j]*d(sum(i, W[j,i]*tanh(z[i])) + b[j], z[k]))
= sum(j, g[j]*W[j,k]*(1-tanh(z[k])**2))
= sum(j, W[j,k]*g[j])*(1-a[k])*(1+a[k])
""",
        _HIDDEN
        + """= sum(i, sum(j, g[j]*W[j,i])*d(tanh(z[i]),z[k]))
= sum(j, g[j]*W[j,k])*d(tanh(z[k]),z[k])
= (1-a[k]*a[k])*sum(j, g[j]*W[j,k])
""",
    ),
    "bias_variance_derivation": (
        """
let e = y - ybar
mean((e + bias)**2)
= mean(e**2 + 2*e*bias + bias**2)
= mean(e**2) + 2*bias*mean(e) + bias**2
= var + 2*bias*0 + bias**2
= var + bias*bias
""",
        _ERROR
        + """= mean(y**2) - 2*u*ybar + u**2
= mean(y**2) - ybar**2 + ybar**2 - 2*u*ybar + u**2
= mean((y-ybar)**2) + (ybar-u)**2
= bias**2+var
""",
        _ERROR
        + """= mean((y-ybar)**2) + 2*(ybar-u)*mean(y-ybar) + (ybar-u)**2
= mean((y-ybar)**2) + (u-ybar)**2
= var + bias**2
""",
    ),
    "weight_decay_derivation": (
        _STEP + "= w - eta*d(L,w) - eta*d(lam*w**2/2, w)\n= w - eta*(d(L,w) + lam*w)\n=w-eta*g-eta*lam*w\n",
        _STEP + "=w-eta*(d(L,w)+lam/2*2*w)\n=(1-eta*lam)*w - eta*g\n",
        "let G = d(L, w)\n= w - eta*(G + lam*w)\n= w - eta*G - eta*lam*w\n= w*(1 - eta*lam) - eta*g\n",
    ),
}

WRONG = {
    "sigmoid_derivation": (
        (2, _SIGMOID + "= 1 / exp(-z)\n= s * (1 - s)"),
        (2, _SIGMOID + "= exp(-z) * (1 + exp(-z))**2\n= s * (1 - s)"),
        (3, _SIGMOID + "= exp(-z)/(1+exp(-z))**2\n= s**2 / exp(-z)\n= s*(1-s)"),
        (3, _SIGMOID + "= exp(-z)/(1+exp(-z))**2\n= s*(s - 1)"),
        (4, _SIGMOID + "= -(1+exp(-z))**(-2) * d(exp(-z), z)\n= s**2*exp(-z)\n= s*(1-s)**2"),
        (2, _SIGMOID + "= d(1, z)/d(1 + exp(-z), z)\n= 0"),
    ),
    "tanh_derivation": (
        (2, _TANH + "= 1 - ((exp(z)+exp(-z))/(exp(z)-exp(-z)))**2\n= 1 - t**2"),
        (2, _TANH + "= 2/(exp(z)+exp(-z))**2\n= 1 - t**2"),
        (3, _TANH + "= 4/(exp(z)+exp(-z))**2\n= 1 + t**2"),
        (3, _TANH + "= 4/(exp(z)+exp(-z))**2\n= (1 - t)**2"),
        (2, _TANH + "= (exp(z)-exp(-z))/(exp(z)+exp(-z))\n= t"),
        (3, _TANH + "= 4/(exp(z)+exp(-z))**2\n= 1 - t"),
    ),
    "swish_derivation": (
        (2, _SWISH + "= 1/(1+exp(-beta*z)) * (-beta*exp(-beta*z))\n= s"),
        (3, _SWISH + "= s + z*d(s, z)\n= s + z*s*(1-s)/beta"),
        (3, _SWISH + "= s + z*d(s, z)\n= s + beta*s*(1-s)"),
        (3, _SWISH + "= s + z*d(s, z)\n= s + z*beta*s*(1+s)"),
        (2, _SWISH + "= s - z*d(s, z)"),
        (3, _SWISH + "= s + z*d(s, z)\n= s + z*beta*(1 - s**2)"),
    ),
    "gelu_derivation": (
        (2, _GELU + "= Phi * d(Phi, z)"),
        (2, _GELU + "= z + Phi"),
        (3, _GELU + "= Phi + z*d(Phi, z)\n= Phi + z*exp(-z**2)/sqrt(2*pi)"),
        (3, _GELU + "= Phi + z*d(Phi, z)\n= Phi + z*exp(-z**2/2)/(2*pi)"),
        (3, _GELU + "= Phi + z*d(Phi, z)\n= Phi + z*(-z)*phi"),
        (4, _GELU + "= Phi + z*d(Phi, z)\n= Phi + z*exp(-z**2/2)/sqrt(2*pi)\n= Phi + phi"),
    ),
    "mse_derivation": (
        (2, _MSE + "= (Y[n,k]-T[n,k])/(2*N)"),
        (2, _MSE + "= 2*(Y[n,k]-T[n,k])/N"),
        (3, _MSE + "= d((Y[n,k]-T[n,k])**2, Y[n,k])/(2*N)\n= (T[n,k]-Y[n,k])/N"),
        (3, _MSE + "= d((Y[n,k]-T[n,k])**2, Y[n,k])/(2*N)\n= (Y[n,k]-T[n,k])"),
        (3, _MSE + "= d((Y[n,k]-T[n,k])**2, Y[n,k])/(2*N)\n= 2*Y[n,k]/(2*N)"),
        (2, _MSE + "= d(sum(i, (Y[i,k]-T[i,k])**2), Y[n,k])/N\n= (Y[n,k]-T[n,k])/N"),
    ),
    "bce_derivation": (
        (2, _BCE + "= t*exp(-z)/(1+exp(-z)) + (1-t)*exp(z)/(1+exp(z))\n= p - t"),
        (2, _BCE + "= t/(1+exp(-z)) + (1-t)/(1+exp(z))"),
        (3, _BCE + "= -t*exp(-z)/(1+exp(-z)) + (1-t)*exp(z)/(1+exp(z))\n= -t*p + (1-t)*(1-p)"),
        (4, _BCE + "= -t*exp(-z)/(1+exp(-z)) + (1-t)*exp(z)/(1+exp(z))\n= -t*(1-p) + (1-t)*p\n= p + t"),
        (4, _BCE + "= -t*exp(-z)/(1+exp(-z)) + (1-t)*exp(z)/(1+exp(z))\n= -t*(1-p) + (1-t)*p\n= -t + p - 2*t*p"),
        (2, _BCE + "= d(t*log(1+exp(-z)), z) * d((1-t)*log(1+exp(z)), z)"),
    ),
    "softmax_diagonal_derivation": (
        (2, _DIAGONAL + "= exp(z[k]) / exp(z[k])\n= 1"),
        (2, _DIAGONAL + "= exp(z[k])/sum(exp(z)) - exp(z[k])/sum(exp(z))**2\n= p[k]*(1-p[k])"),
        (3, _DIAGONAL + "= p[k] - exp(z[k])**2/sum(exp(z))**2\n= p[k] - p[k]**2/2"),
        (3, _DIAGONAL + "= p[k] - exp(z[k])**2/sum(exp(z))**2\n= (1 - p[k])**2"),
        (2, _DIAGONAL + "= exp(z[k])*(1 - exp(z[k])/sum(exp(z)))"),
        (3, _DIAGONAL + "= p[k] - exp(z[k])**2/sum(exp(z))**2\n= 1 - p[k]"),
    ),
    "cross_entropy_derivation": (
        (2, _DIRECT + "= 1/sum(exp(z)) - t[k]\n= p[k] - t[k]"),
        (2, _DIRECT + "= exp(z[k])/sum(exp(z)) - sum(j, t[j]*z[j])"),
        (3, _DIRECT + "= exp(z[k])/sum(exp(z)) - t[k]\n= p[k] + t[k]"),
        (3, _DIRECT + "= exp(z[k])/sum(exp(z)) - t[k]\n= p[k]*(1-p[k]) - t[k]"),
        (2, _DIRECT + "= log(exp(z[k])) - t[k]\n= z[k] - t[k]"),
        (3, _DIRECT + "= exp(z[k])/sum(exp(z)) - t[k]\n= log(p[k]) - t[k]"),
    ),
    "hidden_delta_derivation": (
        (2, _HIDDEN + "= sum(j, g[j]*W[j,k])"),
        (3, _HIDDEN + "= sum(j, g[j]*W[j,k])*d(tanh(z[k]),z[k])\n= sum(j, g[j]*W[j,k])*a[k]"),
        (3, _HIDDEN + "= sum(j, g[j]*W[j,k])*d(tanh(z[k]),z[k])\n= sum(j, g[j]*W[j,k])*(1-a[k])**2"),
        (2, _HIDDEN + "= sum(j, g[j]*(W[j,k]*(1-tanh(z[k])**2) + b[j]))"),
        (2, _HIDDEN + "= sum(i, sum(j, g[j]*W[j,i])*(1-tanh(z[i])**2))"),
        (3, _HIDDEN + "= sum(j, g[j]*W[j,k])*d(tanh(z[k]),z[k])\n= sum(j, g[j])*sum(j, W[j,k])*(1-a[k]**2)"),
    ),
    "bias_variance_derivation": (
        (2, _ERROR + "= mean(y)**2 - 2*u*ybar + u**2\n= bias**2"),
        (2, _ERROR + "= mean((y-ybar)**2 + (ybar-u))"),
        (3, _ERROR + "= mean((y-ybar)**2) + 2*mean(y-ybar)*bias + bias**2\n= var - bias**2"),
        (2, _ERROR + "= mean((y-ybar)**2) - (ybar-u)**2\n= var - bias**2"),
        (3, _ERROR + "= mean((y-ybar)**2) + (ybar-u)**2\n= (var + bias)**2"),
        (3, _ERROR + "= mean((y-ybar)**2) + (ybar-u)**2\n= var**2 + bias**2"),
    ),
}
