<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AuditPage</name>
    <message numerus="yes">
        <source>{0} of %Ln entries</source>
        <translation>
            <numerusform>{0} of %Ln entry</numerusform>
            <numerusform>{0} of %Ln entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries written to {0}</source>
        <translation>
            <numerusform>%Ln entry written to {0}</numerusform>
            <numerusform>%Ln entries written to {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bill</name>
    <message numerus="yes">
        <source>%Ln seals</source>
        <translation>
            <numerusform>%Ln seal</numerusform>
            <numerusform>%Ln seals</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvoiceDialog</name>
    <message numerus="yes">
        <source>%Ln payments, {0} together</source>
        <translation>
            <numerusform>%Ln payment, {0}</numerusform>
            <numerusform>%Ln payments, {0} together</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message numerus="yes">
        <source>Track of the latest %Ln uses</source>
        <translation>
            <numerusform>Track of the latest use</numerusform>
            <numerusform>Track of the latest %Ln uses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%Ln impressions · {0} abnormal</source>
        <translation>
            <numerusform>%Ln impression · {0} abnormal</numerusform>
            <numerusform>%Ln impressions · {0} abnormal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln decisions · {0} still waiting</source>
        <translation>
            <numerusform>%Ln decision · {0} still waiting</numerusform>
            <numerusform>%Ln decisions · {0} still waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln seals</source>
        <translation>
            <numerusform>%Ln seal</numerusform>
            <numerusform>%Ln seals</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RetentionPage</name>
    <message numerus="yes">
        <source>%Ln pictures go at once.</source>
        <translation>
            <numerusform>%Ln picture goes at once.</numerusform>
            <numerusform>%Ln pictures go at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove pictures of uses after %Ln days?</source>
        <translation>
            <numerusform>Remove pictures of uses after %Ln day?</numerusform>
            <numerusform>Remove pictures of uses after %Ln days?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsageDetail</name>
    <message numerus="yes">
        <source>Removed {0}, by the rule of %Ln days</source>
        <translation>
            <numerusform>Removed {0}, by the rule of %Ln day</numerusform>
            <numerusform>Removed {0}, by the rule of %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message numerus="yes">
        <source>%Ln records</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Summary</name>
    <message numerus="yes">
        <source>%Ln uses</source>
        <translation>
            <numerusform>%Ln use</numerusform>
            <numerusform>%Ln uses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stops, {0}</source>
        <translation>
            <numerusform>%Ln stop, {0}</numerusform>
            <numerusform>%Ln stops, {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln gaps</source>
        <translation>
            <numerusform>%Ln gap</numerusform>
            <numerusform>%Ln gaps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln jumps that cannot be</source>
        <translation>
            <numerusform>%Ln jump that cannot be</numerusform>
            <numerusform>%Ln jumps that cannot be</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times the clock ran back</source>
        <translation>
            <numerusform>the clock ran back once</numerusform>
            <numerusform>%Ln times the clock ran back</numerusform>
        </translation>
    </message>
</context>
</TS>
