<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>FactList</name>
    <message>
        <source>Copy {0}</source>
        <translation>复制{0}</translation>
    </message>
</context>
<context>
    <name>RefusedPopup</name>
    <message>
        <source>Refused</source>
        <translation>被拒绝的操作</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Signet</source>
        <translation>印信</translation>
    </message>
    <message>
        <source>Seal console</source>
        <translation>印章控制台</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置导航</translation>
    </message>
    <message>
        <source>Current seal</source>
        <translation>当前印章</translation>
    </message>
    <message>
        <source>No seal yet</source>
        <translation>还没有印章</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Offline since {0}</source>
        <translation>自 {0} 起离线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>{0} waiting to be sent</source>
        <translation>{0} 项待发送</translation>
    </message>
    <message>
        <source>{0} still on a seal</source>
        <translation>{0} 条记录仍在印章内</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} 项被拒绝</translation>
    </message>
</context>
<context>
    <name>UserBlock</name>
    <message>
        <source>Light colours</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>i18n</name>
    <message>
        <source>HH:mm</source>
        <translation>HH:mm</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation>yyyy-MM-dd HH:mm</translation>
    </message>
</context>
</TS>
